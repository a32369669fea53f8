import Foundation
import Glibc

/// A small file system in memory (tmpfs(5)), taken away with the test. Only
/// root can mount one.
public final class SmallDisk: Sendable {
    public struct DiskError: Error, CustomStringConvertible {
        public let description: String
    }

    public let directory: String
    private let size: Int

    /// - Parameter size: in mebibytes.
    public init(size: Int = 1) throws {
        self.size = size
        directory = NSTemporaryDirectory() + "isobar-disk-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try mounted(0)
    }

    deinit {
        umount2(directory, Int32(MNT_DETACH))
        rmdir(directory)
    }

    /// Mounts it again with other flags (`MS_RDONLY`).
    ///
    /// A store that is no longer used closes its files when its last reader
    /// has ended, which may be a moment later.
    public func remount(_ flags: Int) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while true {
            do {
                return try mounted(UInt(MS_REMOUNT) | UInt(flags))
            } catch {
                guard ContinuousClock.now < end else { throw error }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// Writes until there is no room.
    public func fill() throws {
        let file = open(directory + "/filler", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw DiskError(description: String(cString: strerror(errno))) }
        defer { close(file) }
        let block = [UInt8](repeating: 0x41, count: 512)
        while write(file, block, block.count) == block.count {}
    }

    public func empty() throws {
        try FileManager.default.removeItem(atPath: directory + "/filler")
    }

    private func mounted(_ flags: UInt) throws {
        guard mount("tmpfs", directory, "tmpfs", flags, "size=\(size)m") == 0 else {
            throw DiskError(description: "mount \(directory): \(String(cString: strerror(errno)))")
        }
    }
}
