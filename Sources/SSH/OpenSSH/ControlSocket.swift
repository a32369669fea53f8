internal import Glibc

/// Reaching a master over its control socket, and asking it to let us speak the
/// SSH connection protocol ourselves (PROTOCOL.mux, sections 1 and 7).
enum ControlSocket {
    private static let hello: UInt32 = 0x0000_0001
    private static let version: UInt32 = 4
    private static let proxyRequest: UInt32 = 0x1000_000F
    private static let proxyGranted: UInt32 = 0x8000_000F

    /// Connects to the socket at `path`; nil as long as nobody listens there.
    static func connect(to path: String) throws(SystemError) -> SocketBuffers? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        let isShort = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard name.count < room.count else { return false }
            room.copyBytes(from: name)
            return true
        }
        guard isShort else { throw SystemError(number: ENAMETOOLONG) }
        // Blocking while it connects: a local listener answers at once.
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .last() }
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                Glibc.connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else {
            let error = SystemError.last()
            close(descriptor)
            if error.number == ENOENT || error.number == ECONNREFUSED { return nil }
            throw error
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        return SocketBuffers(descriptor: descriptor)
    }

    /// Asks to be proxied. From then on every packet is one of
    /// ``ChannelConnection``.
    static func becomeProxied(_ socket: SocketBuffers, _ patience: Patience) throws {
        send(socket, [hello, version])
        send(socket, [proxyRequest, 0])
        var greeting = try nextPacket(socket, patience)
        guard greeting.integer() == hello, greeting.integer() == version else {
            throw ConnectionViolation("the master greets in another version")
        }
        var answer = try nextPacket(socket, patience)
        guard answer.integer() == proxyGranted else {
            throw ConnectionViolation("the master does not proxy")
        }
    }

    private static func send(_ socket: SocketBuffers, _ numbers: [UInt32]) {
        var packet = SSHWireWriter()
        packet.integer(UInt32(numbers.count * 4))
        for number in numbers { packet.integer(number) }
        packet.bytes.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { _ = socket.take(from: base, bytes.count) }
        }
    }

    /// The next packet.
    private static func nextPacket(_ socket: SocketBuffers, _ patience: Patience) throws -> SSHWireReader {
        var header = SSHWireReader(try take(4, from: socket, patience))
        let length = header.integer() ?? 0
        guard length <= 4096 else { throw ConnectionViolation("the master greets with \(length) bytes") }
        return SSHWireReader(try take(Int(length), from: socket, patience))
    }

    private static func take(_ count: Int, from socket: SocketBuffers, _ patience: Patience) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            try socket.flush()
            var room = [UInt8](repeating: 0, count: count - bytes.count)
            let length = room.withUnsafeMutableBytes { room in
                room.baseAddress.map { socket.give(to: $0, room.count) } ?? 0
            }
            if length > 0 {
                bytes += room[..<length]
            } else if socket.isEnded {
                throw ConnectionViolation("the master closed its control socket")
            } else {
                try patience.wait(for: socket.descriptor, socket.interest)
                _ = try socket.fill()
            }
        }
        return bytes
    }
}
