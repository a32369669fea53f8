import BrokerModel
import Foundation

/// An export on disk: where it ends, so that it can be continued.
public enum ExportFile {
    public struct End: Sendable, Equatable {
        /// The last record in it.
        public var place: AuditPlace

        /// How many bytes are whole lines up to it and behind it; what follows was
        /// torn off.
        public var size: Int
    }

    /// - Throws: ``Failure`` with `exportUnusable` when the file is no export, or
    ///   an excerpt.
    public static func end(of path: String) throws -> End {
        let file = try LineFile(path: path)
        let header = try header(file.next(), path: path)
        guard let previous = Digest(header.previous) else { throw damaged(path, line: 1) }
        var last: [UInt8]?
        let start = Array(#"{"record":"#.utf8)
        var size = file.end
        while let line = file.next() {
            // What belongs to a record stands before it: without it, it is written again.
            guard line.starts(with: start) else { continue }
            last = line
            size = file.end
        }
        guard let last else { return End(place: AuditPlace(sequence: header.after, hash: previous), size: size) }
        guard let record = (try? JSONDecoder().decode(ExportLine.self, from: Data(last)))?.record,
            let hash = Digest(record.hash)
        else { throw damaged(path, line: file.number) }
        return End(place: AuditPlace(sequence: record.sequence, hash: hash), size: size)
    }

    /// Checks the first line.
    static func header(_ line: [UInt8]?, path: String) throws -> ExportLine.Header {
        let header = line.flatMap { try? JSONDecoder().decode(ExportLine.self, from: Data($0)) }?.header
        guard let header, header.format == ExportLine.format else {
            throw Failure(
                .exportUnusable, attempted: "read an export", on: path,
                response: "its first line is no header of an export",
                remedy: "name a file that 'isobar audit export' wrote")
        }
        guard header.formatVersion == ExportLine.formatVersion else {
            throw Failure(
                .exportUnusable, attempted: "read an export", on: path,
                response:
                    "its format is version \(header.formatVersion), this program knows \(ExportLine.formatVersion)",
                remedy: "use the Isobar that wrote it")
        }
        guard header.isExcerpt != true else {
            throw Failure(
                .exportUnusable, attempted: "read an export", on: path,
                response: "it is an excerpt: a filter left records out",
                remedy: "only a whole export can be continued or imported")
        }
        return header
    }

    static func damaged(_ path: String, line: Int) -> Failure {
        Failure(
            .exportUnusable, attempted: "read an export", on: path, response: "line \(line) is damaged",
            remedy: "take another copy of it")
    }
}
