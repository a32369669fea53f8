import Foundation
import Glibc
import TestSupport

/// Takes connections on loopback and never says a word: the kernel completes
/// them, nobody accepts. Or its queue is full, and it does not even take them.
final class SilentServer: Sendable {
    let port: UInt16
    private let descriptor: Int32
    private let fillers: [Int32]

    init(isFull: Bool = false) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let backlog: Int32 = isFull ? 0 : 5
        let listens = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, size) == 0 && listen(descriptor, backlog) == 0
                    && getsockname(descriptor, pointer, &size) == 0
            }
        }
        guard listens else { throw SSHServer.StartError(description: "cannot listen") }
        port = UInt16(bigEndian: address.sin_port)
        // More than the kernel queues for a backlog of nothing; what is too much stays unanswered.
        fillers = (0..<(isFull ? 8 : 0)).map { _ in
            let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = connect(filler, $0, size) }
            }
            return filler
        }
    }

    deinit {
        for descriptor in fillers + [descriptor] { close(descriptor) }
    }

    /// Returns once a connection waits to be accepted.
    func waitForConnection() async {
        let descriptor = descriptor
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                while Glibc.poll(&poll, 1, -1) < 1 {}
                continuation.resume()
            }
        }
    }
}
