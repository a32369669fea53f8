import BrokerModel
import Glibc

/// The file of a Unix socket, for its owner alone.
struct SocketFile: Sendable {
    let path: String

    /// Makes room for a socket: one that a killed service left goes.
    ///
    /// - Throws: ``Failure`` when somebody listens there, or something else has
    ///   the name.
    init(_ path: String) throws {
        self.path = path
        guard path.utf8.count <= 107 else {
            throw Self.refusal(path, "the path is longer than the 107 bytes a socket's may have (unix(7))")
        }
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw Self.refusal(path, "something else has this name") }
        guard !Self.isAnswered(path) else { throw Self.refusal(path, "another service listens there") }
        unlink(path)
    }

    func remove() {
        unlink(path)
    }

    private static func isAnswered(_ path: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        } == 0
    }

    private static func refusal(_ path: String, _ response: String) -> Failure {
        Failure(
            .configurationInvalid, attempted: "make the service's socket", on: path, response: response,
            remedy: "name another with server: {socket: …} in isobar.yaml")
    }
}
