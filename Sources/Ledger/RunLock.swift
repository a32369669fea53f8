import BrokerModel
import Glibc
import Synchronization

/// Keeps two programs from changing the same broker at the same time.
///
/// An advisory lock (`flock(2)`) on a file beside the database. The kernel
/// gives it back when its holder ends, however it ends, so that a killed
/// program leaves no lock behind.
public final class RunLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Takes the lock, or fails at once.
    ///
    /// - Parameters:
    ///   - database: the path of the ledger; the lock is `<database>.lock`.
    ///   - holder: who takes it, for the message others get.
    /// - Throws: ``Failure`` with `locked`, naming the holder.
    public init(database: String, holder: String) throws {
        let path = database + ".lock"
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw Failure(
                .ledgerUnusable, attempted: "take the run lock", on: path, response: String(cString: strerror(errno)),
                remedy: "the directory of the database must be writable for this user")
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let other = Self.read(file)
            close(file)
            throw Failure(
                .locked, attempted: "take the run lock", on: path,
                response: other.isEmpty ? "another run holds it" : "held by \(other)",
                remedy: "wait until that run has ended; the lock goes with its process")
        }
        _ = ftruncate(file, 0)
        let text = Array("\(holder), process \(getpid())\n".utf8)
        _ = text.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
        descriptor = Mutex(file)
    }

    deinit { release() }

    /// Gives the lock back. Idempotent.
    public func release() {
        descriptor.withLock { descriptor in
            guard let file = descriptor else { return }
            // A child that this process is just starting has the file open until it
            // runs its program; closing ours alone would leave the lock with it.
            _ = flock(file, LOCK_UN)
            close(file)
            descriptor = nil
        }
    }

    private static func read(_ file: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return "" }
        let line = bytes.prefix(count).prefix { $0 >= 0x20 && $0 < 0x7F }
        return String(decoding: line, as: UTF8.self)
    }
}
