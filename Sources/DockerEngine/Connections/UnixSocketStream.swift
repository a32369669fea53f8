internal import BrokerModel
internal import Dispatch
internal import Glibc
public import SSH
internal import Synchronization

/// A byte stream over a Unix socket: the engine's own, without SSH.
///
/// Blocking calls run on queues of their own, one for each direction.
public final class UnixSocketStream: ByteStream {
    private let descriptor: Int32
    private let reading = DispatchQueue(label: "unix-socket-read")
    private let writing = DispatchQueue(label: "unix-socket-write")
    private let isShutDown = Mutex(false)

    /// - Throws: ``Failure`` with `connectionLost` when nobody listens there.
    public init(path: String) throws {
        descriptor = try Self.connect(to: path)
    }

    private static func connect(to path: String) throws -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { throw failure("the path is too long") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure(String(cString: strerror(errno))) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else {
            let reason = String(cString: strerror(errno))
            Glibc.close(descriptor)
            throw failure("dial unix \(path): connect: \(reason)")
        }
        return descriptor
    }

    deinit {
        Glibc.close(descriptor)
    }

    public func read() async throws -> [UInt8] {
        try await withTaskCancellationHandler {
            let result: Result<[UInt8], Failure> = await withCheckedContinuation { continuation in
                reading.async { continuation.resume(returning: self.readNow()) }
            }
            try Task.checkCancellation()
            return try result.get()
        } onCancel: {
            shutDown()
        }
    }

    public func write(_ bytes: [UInt8]) async throws {
        try await withTaskCancellationHandler {
            let result: Result<Void, Failure> = await withCheckedContinuation { continuation in
                writing.async { continuation.resume(returning: self.writeNow(bytes)) }
            }
            try Task.checkCancellation()
            try result.get()
        } onCancel: {
            shutDown()
        }
    }

    public func finishWriting() async throws {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    public func close() async {
        shutDown()
    }

    /// Wakes both sides; the descriptor is given back with the object.
    private func shutDown() {
        isShutDown.withLock { $0 = true }
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    private func readNow() -> Result<[UInt8], Failure> {
        guard !isShutDown.withLock({ $0 }) else { return .failure(Self.failure("closed")) }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { return .failure(Self.failure(String(cString: strerror(errno)))) }
        return .success(Array(buffer.prefix(count)))
    }

    private func writeNow(_ bytes: [UInt8]) -> Result<Void, Failure> {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return .failure(Self.failure(String(cString: strerror(errno)))) }
            rest = rest.dropFirst(count)
        }
        return .success(())
    }

    private static func failure(_ response: String) -> Failure {
        Failure(.connectionLost, attempted: "use the engine's socket", on: "this host", response: response)
    }
}
