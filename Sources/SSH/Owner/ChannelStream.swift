/// A stream on a channel of a ``SSHTransport``.
///
/// Keeps the transport alive. Dropped without ``close()``, it closes itself.
final class ChannelStream: ByteStream {
    private let id: CallID
    private let transport: SSHTransport

    init(_ id: CallID, on transport: SSHTransport) {
        self.id = id
        self.transport = transport
    }

    deinit {
        transport.post(.close(id))
    }

    func read() async throws -> [UInt8] {
        let answer = try await transport.ask(.read(id))
        guard case .bytes(let bytes) = answer else { throw transport.misplaced(answer) }
        return bytes
    }

    func write(_ bytes: [UInt8]) async throws {
        _ = try await transport.ask(.write(id, bytes))
    }

    func finishWriting() async throws {
        _ = try await transport.ask(.finishWriting(id))
    }

    func close() async {
        // The only failure is that the transport was closed, and the stream
        // with it. Not awaited through a cancelled task, so that cleaning up
        // works there too.
        transport.post(.close(id))
    }
}
