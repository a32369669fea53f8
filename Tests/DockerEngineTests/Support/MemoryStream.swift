import BrokerModel
import SSH

/// A byte stream whose other side is a closure: it gets every write and says
/// what comes back.
actor MemoryStream: ByteStream {
    enum Reply: Sendable {
        case bytes([UInt8])
        /// The end of the stream.
        case end
        /// The stream breaks.
        case broken(Failure)
    }

    private let answer: @Sendable ([UInt8]) -> [Reply]
    /// Bytes of a read at most, so that answers come in pieces.
    private let portion: Int
    private var replies: [Reply] = []
    private var reader: CheckedContinuation<Void, Never>?
    private var isSilent = false
    private(set) var isClosed = false

    init(portion: Int = .max, answer: @escaping @Sendable ([UInt8]) -> [Reply]) {
        self.portion = portion
        self.answer = answer
    }

    func read() async throws -> [UInt8] {
        while true {
            if isClosed { throw Self.closed }
            if Task.isCancelled {
                isClosed = true
                throw CancellationError()
            }
            if let reply = replies.first {
                switch reply {
                case .end: return []
                case .broken(let failure): throw failure
                case .bytes(let bytes):
                    replies.removeFirst()
                    if bytes.count > portion { replies.insert(.bytes(Array(bytes[portion...])), at: 0) }
                    if !bytes.isEmpty { return Array(bytes.prefix(portion)) }
                    continue
                }
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { reader = $0 }
            } onCancel: {
                Task { await self.wake() }
            }
        }
    }

    func write(_ bytes: [UInt8]) async throws {
        guard !isClosed else { throw Self.closed }
        if !isSilent { push(answer(bytes)) }
    }

    /// From now on nothing is answered.
    func silence() {
        isSilent = true
    }

    /// Lets something come without being asked.
    func push(_ more: [Reply]) {
        replies += more
        wake()
    }

    func finishWriting() async throws {}

    func close() async {
        isClosed = true
        wake()
    }

    private func wake() {
        reader?.resume()
        reader = nil
    }

    private static let closed = Failure(
        .connectionLost, attempted: "use a stream", on: "memory", response: "it is closed")
}
