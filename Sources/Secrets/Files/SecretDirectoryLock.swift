import BrokerModel
import Glibc

/// Keeps two programs from changing the secrets of one working copy at the same
/// time. It ends with the process at the latest.
struct SecretDirectoryLock: ~Copyable {
    private let descriptor: Int32

    /// - Throws: when the directory is not there or somebody else is at work.
    init(_ directory: String) throws(Failure) {
        descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw SecretFile.failure("open the directory of the secrets", directory, errno)
        }
        guard Self.take(descriptor) else {
            close(descriptor)
            throw Failure(
                .locked, attempted: "change secrets", on: directory, response: "another isobar is changing them",
                remedy: "wait until it is done")
        }
        // What one that was killed left.
        for name in (try? SecretFile.names(in: directory)) ?? [] where SecretFile.isLeftOver(name) {
            unlink(directory + "/" + name)
        }
    }

    /// Tries for a second: another may be about to end, and a program that is
    /// just being started holds all that was open here for a moment (fork(2)).
    private static func take(_ descriptor: Int32) -> Bool {
        for _ in 0..<20 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            usleep(50_000)
        }
        return false
    }

    func release() { close(descriptor) }
}
