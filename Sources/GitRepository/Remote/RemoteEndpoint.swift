import BrokerModel
import Foundation
import Glibc

/// Where a conversation goes to: the addresses of a host, and a port.
///
/// libgit2 opens the socket itself and tells nobody. To end a conversation with
/// a silent server its socket is looked for: one this process did not have
/// before, connected to this endpoint.
struct RemoteEndpoint: Sendable {
    /// 4 or 16 bytes each, as `getpeername` gives them.
    private let addresses: Set<[UInt8]>
    private let port: UInt16

    /// Looks the host up.
    init(host: String, port: UInt16, of location: RepositoryLocation) throws(Failure) {
        self.port = port
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, nil, &hints, &first)
        guard result == 0 else {
            throw Failure(
                .repositoryUnreachable, attempted: "find the address of the repository's host", on: location.text,
                response: String(cString: gai_strerror(result)), remedy: "check the name and the resolver")
        }
        defer { freeaddrinfo(first) }
        var addresses: Set<[UInt8]> = []
        var next = first
        while let entry = next {
            if let peer = Peer(entry.pointee.ai_addr) { addresses.insert(peer.address) }
            next = entry.pointee.ai_next
        }
        self.addresses = addresses
    }

    /// The sockets that are connected to the endpoint: inode numbers by
    /// descriptor.
    func connections() -> [Int32: UInt] {
        var connections: [Int32: UInt] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
            var status = stat()
            guard let descriptor = Int32(name), fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK,
                let peer = Peer(of: descriptor), peer.port == port, addresses.contains(peer.address)
            else { continue }
            connections[descriptor] = status.st_ino
        }
        return connections
    }

    /// Ends every connection to the endpoint that is not in `earlier`. Whoever
    /// reads from it meets the end of the stream.
    func endConnections(except earlier: [Int32: UInt]) {
        for (descriptor, inode) in connections() where earlier[descriptor] != inode {
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }
}

/// The other side of a connection.
private struct Peer {
    var address: [UInt8]
    var port: UInt16

    init?(of descriptor: Int32) {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let peer = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                getpeername(descriptor, pointer, &size) == 0 ? Peer(pointer) : nil
            }
        }
        guard let peer else { return nil }
        self = peer
    }

    init?(_ pointer: UnsafeMutablePointer<sockaddr>?) {
        guard let pointer else { return nil }
        let raw = UnsafeRawPointer(pointer)
        switch Int32(pointer.pointee.sa_family) {
        case AF_INET:
            let peer = raw.loadUnaligned(as: sockaddr_in.self)
            address = withUnsafeBytes(of: peer.sin_addr) { Array($0) }
            port = UInt16(bigEndian: peer.sin_port)
        case AF_INET6:
            let peer = raw.loadUnaligned(as: sockaddr_in6.self)
            address = withUnsafeBytes(of: peer.sin6_addr) { Array($0) }
            port = UInt16(bigEndian: peer.sin6_port)
        default:
            return nil
        }
    }
}
