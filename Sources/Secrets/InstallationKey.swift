import BrokerModel
import Crypto
import Foundation
import Glibc

/// The key of one installation, under which secrets enter digests.
///
/// It never leaves the controller. Losing it restarts nothing.
public struct InstallationKey: Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// The name of its file in the controller's data directory.
    public static let fileName = "installation.key"

    /// Reads the key, or makes one when there is none.
    ///
    /// - Throws: ``Failure`` when the file is damaged or the directory cannot
    ///   be written to.
    public static func loadOrCreate(in directory: String) throws -> InstallationKey {
        let path = directory + "/" + fileName
        if let data = FileManager.default.contents(atPath: path) {
            guard data.count == 32 else {
                throw Failure(
                    .secretUnavailable, attempted: "read the installation's key", on: path,
                    response: "it is \(data.count) bytes long, not 32",
                    remedy: "remove the file; a new key is made, and nothing restarts")
            }
            return InstallationKey(bytes: Array(data))
        }
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        return try create(InstallationKey(bytes: bytes), at: path)
    }

    /// Writes a new key; of two programs that do so at once, one wins and both
    /// use its key.
    private static func create(_ key: InstallationKey, at path: String) throws -> InstallationKey {
        let temporary = "\(path).\(getpid()).tmp"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw unwritable(path) }
        let written = key.bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        let isSafe = written == key.bytes.count && fsync(file) == 0
        close(file)
        defer { unlink(temporary) }
        guard isSafe else { throw unwritable(path) }
        if link(temporary, path) == 0 { return key }
        guard errno == EEXIST else { throw unwritable(path) }
        return try loadOrCreate(in: String(path.dropLast(fileName.count + 1)))
    }

    private static func unwritable(_ path: String) -> Failure {
        Failure(
            .secretUnavailable, attempted: "make the installation's key", on: path,
            response: String(cString: strerror(errno)),
            remedy: "the directory must exist and be writable for this user")
    }
}
