internal import Synchronization

/// Orders the posting of a demand and the cancellation of the task that posts
/// it, which may come from another thread at any moment, even before.
final class Posting: Sendable {
    enum Outcome {
        case posted
        case cancelled
        case refused
    }

    private enum State {
        case ready
        case posted
        case cancelled
    }

    private let state = Mutex(State.ready)

    func post(_ send: () -> Bool) -> Outcome {
        state.withLock { state in
            guard case .ready = state else { return .cancelled }
            state = .posted
            return send() ? .posted : .refused
        }
    }

    /// - Returns: Whether the demand is on its way and has to be taken back.
    func cancel() -> Bool {
        state.withLock { state in
            defer { state = .cancelled }
            guard case .posted = state else { return false }
            return true
        }
    }
}
