import Decisions

/// What waits to be taken in by the service, in the order it came.
struct Inbox: Sendable {
    enum Message: Sendable {
        case input(LoopInput)

        /// Tell when all that came before has been looked into.
        case settle(CheckedContinuation<Void, Never>)

        /// Give up the steps at hand, too.
        case hurry
    }

    let messages: AsyncStream<Message>
    private let continuation: AsyncStream<Message>.Continuation

    init() {
        (messages, continuation) = AsyncStream.makeStream(of: Message.self)
    }

    func post(_ message: Message) {
        if case .terminated = continuation.yield(message), case .settle(let waiting) = message { waiting.resume() }
    }

    /// Nothing is taken in any more.
    func close() {
        continuation.finish()
    }
}
