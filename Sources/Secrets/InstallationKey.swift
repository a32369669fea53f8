public import BrokerModel
import Crypto
import Glibc

/// The key of one installation, under which secrets enter digests.
///
/// It never leaves the controller. Losing it restarts nothing.
public struct InstallationKey: Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// A key that is known otherwise than by its file.
    public init(bytes: [UInt8]) { self.bytes = bytes }

    /// The name of its file in the controller's data directory.
    public static let fileName = "installation.key"

    /// Reads the key, or makes one when there is none.
    ///
    /// - Throws: when the file is damaged, can be read by others, or cannot be
    ///   made.
    public static func loadOrCreate(in directory: String) throws(Failure) -> InstallationKey {
        let path = directory + "/" + fileName
        if let key = try load(path) { return key }
        try create(at: path)
        guard let key = try load(path) else { throw failure("make the installation's key", path, ENOENT) }
        return key
    }

    /// Nil when there is no file.
    private static func load(_ path: String) throws(Failure) -> InstallationKey? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("read the installation's key", path, errno)
        }
        defer { close(file) }
        var status = stat()
        var bytes = [UInt8](repeating: 0, count: 33)
        let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
        guard count >= 0, fstat(file, &status) == 0 else { throw failure("read the installation's key", path, errno) }
        guard status.st_mode & 0o077 == 0 else {
            throw Failure(
                .secretUnavailable, attempted: "read the installation's key", on: path,
                response: "other users may read or change it", remedy: "chmod 600 \(path)")
        }
        guard count == 32 else {
            throw Failure(
                .secretUnavailable, attempted: "read the installation's key", on: path,
                response: "it does not hold 32 bytes",
                remedy: "remove the file; a new key is made, and nothing restarts")
        }
        return InstallationKey(bytes: Array(bytes.prefix(32)))
    }

    /// Writes a new key, whole or not at all. Of several programs that do so at
    /// once one wins: link(2) replaces nothing.
    private static func create(at path: String) throws(Failure) {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        let temporary = "\(path).\(UInt64.random(in: 0...UInt64.max)).tmp"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("make the installation's key", path, errno) }
        defer { unlink(temporary) }
        let isWritten = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) } == bytes.count
        let isSafe = isWritten && fsync(file) == 0
        let reason = errno
        close(file)
        guard isSafe else { throw failure("make the installation's key", path, reason) }
        guard link(temporary, path) == 0 || errno == EEXIST else {
            throw failure("make the installation's key", path, errno)
        }
    }

    private static func failure(_ attempted: String, _ path: String, _ reason: Int32) -> Failure {
        Failure(
            .secretUnavailable, attempted: attempted, on: path, response: String(cString: strerror(reason)),
            remedy: "the directory must exist and belong to the user that runs isobar")
    }
}
