internal import Synchronization

/// Demands on their way to the thread that owns the session.
final class Mailbox: Sendable {
    struct Letter: Sendable {
        /// `nil` asks the thread to end.
        let demand: Demand?
        let ticket: Ticket
        /// Who waits for the answer; `nil` when nobody does.
        let continuation: CheckedContinuation<Answer, Never>?
    }

    private struct State {
        var letters: [Letter] = []
        var isClosed = false
    }

    let wakePipe: WakePipe
    private let state = Mutex(State())
    private let lastNumber = Atomic<UInt64>(0)

    init() throws(SystemError) {
        wakePipe = try WakePipe()
    }

    func nextNumber() -> UInt64 {
        lastNumber.add(1, ordering: .relaxed).newValue
    }

    /// - Returns: `false` when the thread has ended and takes nothing more.
    func post(_ letter: Letter) -> Bool {
        let (isTaken, isFirst) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            state.letters.append(letter)
            return (true, state.letters.count == 1)
        }
        if isFirst { wakePipe.wake() }
        return isTaken
    }

    func take() -> [Letter] {
        state.withLock { state in
            defer { state.letters = [] }
            return state.letters
        }
    }

    /// Takes the last letters and lets no more in.
    func close() -> [Letter] {
        state.withLock { state in
            defer { state.letters = [] }
            state.isClosed = true
            return state.letters
        }
    }
}
