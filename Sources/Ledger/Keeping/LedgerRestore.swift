public import BrokerModel
import Glibc

/// Puts a copy in the place of a ledger.
public enum LedgerRestore {
    /// What was done.
    public struct Result: Sendable, Equatable {
        public var copy: LedgerCopy

        /// Where the ledger is that was in its place; nil when there was none.
        public var former: String?
    }

    /// Checks the copy, moves what is in its place aside, and copies it there.
    /// The caller holds the run lock, and has the ledger not open.
    ///
    /// - Parameter moment: makes the name under which the former one is kept.
    public static func run(from copy: String, to path: String, at moment: Timestamp) throws -> Result {
        let found = try LedgerStore.check(copy)
        let part = path + ".part"
        try copyFile(from: copy, to: part)
        var former: String?
        if access(path, F_OK) == 0 {
            let name = "\(path).before-restore-\(moment.microseconds / 1_000_000)"
            // The log belongs to it: without it the last changes would be missing. It goes first, so that what is
            // left is never a ledger with another's log.
            for ending in ["-wal", "-shm", ""] where access(path + ending, F_OK) == 0 {
                try move(path + ending, to: name + ending)
            }
            former = name
        }
        try move(part, to: path)
        return Result(copy: found, former: former)
    }

    private static func move(_ from: String, to target: String) throws {
        guard rename(from, target) == 0 else { throw failure(target) }
    }

    private static func copyFile(from source: String, to target: String) throws {
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw failure(source) }
        defer { close(input) }
        let output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw failure(target) }
        defer { close(output) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
            if count == 0 { break }
            guard count > 0, buffer.withUnsafeBytes({ write(output, $0.baseAddress, count) }) == count else {
                throw failure(target)
            }
        }
        guard fsync(output) == 0 else { throw failure(target) }
    }

    private static func failure(_ path: String) -> Failure {
        Failure(
            .ledgerUnusable, attempted: "restore the ledger", on: path, response: String(cString: strerror(errno)),
            remedy: "the directory must be writable for this user, with room for the copy")
    }
}
