import BrokerModel
import Glibc

/// Keeps other processes from fetching into the same mirror, with flock(2).
///
/// The kernel releases it when the process ends, however it ends.
struct MirrorLock: ~Copyable {
    private let descriptor: Int32

    private init(owning descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Makes `directory` when it is missing, waits for the lock and takes it.
    static func take(in directory: String) throws(Failure) -> MirrorLock {
        if mkdir(directory, 0o700) != 0, errno != EEXIST {
            throw failure("make the mirror's directory", directory, errno)
        }
        let descriptor = open(directory + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("lock the mirror", directory, errno) }
        let lock = MirrorLock(owning: descriptor)
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw failure("lock the mirror", directory, errno) }
        }
        return lock
    }

    deinit { close(descriptor) }

    private static func failure(_ attempted: String, _ directory: String, _ reason: Int32) -> Failure {
        Failure(
            .repositoryFailed, attempted: attempted, on: directory, response: String(cString: strerror(reason)),
            remedy: "the directory must exist and belong to the user that runs isobar")
    }
}
