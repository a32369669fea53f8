import BrokerModel
import Glibc

extension LedgerStore {
    /// Writes the audit chain into a file, for its owner only; one that is there is
    /// continued after its last record.
    ///
    /// - Throws: ``Failure`` with `exportUnusable` when the file is no export of this
    ///   ledger, or cannot be written.
    public func exportAudit(to path: String) async throws -> ExportResult {
        let end = try Self.hasExport(path) ? ExportFile.end(of: path) : nil
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(file) }
        guard file >= 0, ftruncate(file, end?.size ?? 0) == 0, lseek(file, 0, SEEK_END) >= 0 else {
            throw Self.unwritable(path)
        }
        let result = try await exportAudit(after: end?.place, isContinued: end != nil) { line in
            try Self.write(line, to: file, path)
        }
        guard fsync(file) == 0 else { throw Self.unwritable(path) }
        return result
    }

    /// Whether there is a file with something in it.
    static func hasExport(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_size > 0
    }

    private static func write(_ line: [UInt8], to file: Int32, _ path: String) throws {
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw unwritable(path) }
            rest = rest.dropFirst(max(0, count))
        }
    }

    private static func unwritable(_ path: String) -> Failure {
        Failure(
            .exportUnusable, attempted: "write an export", on: path, response: String(cString: strerror(errno)),
            remedy: "the directory must be there and writable for this user, with room for the file")
    }
}
