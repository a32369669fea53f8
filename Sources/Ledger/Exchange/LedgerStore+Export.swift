import BrokerModel
import Foundation
import GRDB

extension LedgerStore {
    /// Writes the audit chain from a record on as lines of JSON, with the runs,
    /// plans, steps and observations it tells of.
    ///
    /// What is read is one state; writers are not held up meanwhile.
    ///
    /// - Parameters:
    ///   - place: the record after which to begin, and the hash it has to have;
    ///     nil begins with the first that was not pruned.
    ///   - filter: makes it an excerpt, for people to read.
    ///   - limit: ends after so many records were looked at; nil goes to the end.
    ///   - isContinued: leaves out the header: the lines go to the end of an
    ///     earlier export.
    ///   - write: takes each line, with its end.
    /// - Throws: ``Failure`` with `exportUnusable` when the chain has another
    ///   record at that place: the file is of another ledger, or one of the two
    ///   was changed.
    public func exportAudit(
        after place: AuditPlace? = nil, matching filter: HistoryFilter? = nil, limit: Int? = nil,
        isContinued: Bool = false,
        _ write: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws -> ExportResult {
        let path = path
        return try await read("export the audit chain") { database in
            let start = try AuditPlace.start(in: database)
            let after = place?.sequence ?? start.sequence
            guard let previous = try ExportReader.hash(of: after, in: database),
                place.map({ $0.hash == previous }) ?? true
            else {
                throw Failure(
                    .exportUnusable, attempted: "continue the export after record \(after)", on: path,
                    response: "the ledger has another record there, or none",
                    remedy:
                        "the file is of another ledger, or one of the two was changed: compare with 'isobar audit verify'"
                )
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            func line(_ line: ExportLine) throws { try write(Array(try encoder.encode(line)) + [UInt8(ascii: "\n")]) }
            if !isContinued {
                let header = ExportLine.Header(
                    after: after, previous: previous.description, isExcerpt: filter == nil ? nil : true)
                try line(ExportLine(header: header))
            }
            let written = try ExportReader(database: database).export(after: after, matching: filter, limit: limit, line)
            return ExportResult(records: written.records, last: written.last)
        }
    }
}
