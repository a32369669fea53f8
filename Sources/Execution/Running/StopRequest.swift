import Synchronization

/// The wish of a person or service that a run ends early.
public final class StopRequest: Sendable {
    /// How urgent it is.
    public enum Urgency: Int, Sendable, Comparable {
        case none
        /// Finish the steps at hand, begin no other.
        case afterStepsAtHand
        /// Give up the steps at hand too.
        case now

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    private struct State {
        var urgency = Urgency.none
        var watchers: [@Sendable (Urgency) -> Void] = []
    }

    private let state = Mutex(State())

    public init() {}

    public var urgency: Urgency { state.withLock { $0.urgency } }

    /// Asks to stop; a second time asks to stop at once.
    ///
    /// - Returns: what is asked for now.
    @discardableResult
    public func ask() -> Urgency {
        let (urgency, watchers) = state.withLock { state in
            state.urgency = state.urgency == .none ? .afterStepsAtHand : .now
            return (state.urgency, state.watchers)
        }
        for watcher in watchers { watcher(urgency) }
        return urgency
    }

    /// Calls `watcher` whenever somebody asks from now on.
    func watch(_ watcher: @escaping @Sendable (Urgency) -> Void) {
        state.withLock { $0.watchers.append(watcher) }
    }
}
