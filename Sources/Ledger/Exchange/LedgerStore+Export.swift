import BrokerModel
import Foundation
import GRDB
import Synchronization

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
    ///   was changed. One that ends it early tells how far it came.
    public func exportAudit(
        after place: AuditPlace? = nil, matching filter: HistoryFilter? = nil, limit: Int? = nil,
        isContinued: Bool = false,
        _ write: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws -> ExportResult {
        let path = path
        let reached = Mutex<Int64?>(nil)
        let exporting: @Sendable (Database) throws -> ExportResult = { database in
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
            func line(_ line: ExportLine) throws {
                try write(Array(try encoder.encode(line)) + [UInt8(ascii: "\n")])
                if let record = line.record { reached.withLock { $0 = record.sequence } }
            }
            reached.withLock { $0 = after }
            if !isContinued {
                let header = ExportLine.Header(
                    after: after, previous: previous.description, isExcerpt: filter == nil ? nil : true)
                try line(ExportLine(header: header))
            }
            let written = try ExportReader(database: database, path: path)
                .export(after: after, matching: filter, limit: limit, line)
            return ExportResult(records: written.records, last: written.last)
        }
        do {
            return try await read("export the audit chain", exporting)
        } catch let failure as Failure {
            throw reached.withLock({ $0 }).map { Self.interrupted(failure, after: $0) } ?? failure
        }
    }

    /// What was written is whole, and can be continued.
    private static func interrupted(_ failure: Failure, after record: Int64) -> Failure {
        var failure = failure
        failure.attempted = "export the audit chain"
        failure.response += "; what is before is written, up to record \(record)"
        let next =
            "a ledger that has record \(record) goes on after it: the same command with --output again, "
            + "else with --after \(record)"
        failure.remedy = failure.remedy.map { "\($0); \(next)" } ?? next
        return failure
    }
}
