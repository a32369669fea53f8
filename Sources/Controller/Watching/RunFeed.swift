import BrokerModel
import Synchronization

/// Wakes those who watch a run. What happened is in the ledger; this only says
/// that it is worth a look, and which steps were begun, of which the ledger's
/// audit chain has no record.
public final class RunFeed: Sendable {
    public enum Signal: Sendable, Equatable {
        /// A step was begun.
        case begun(resource: String, action: String)

        /// Something was recorded.
        case recorded

        /// Nothing happened for a while.
        case beat
    }

    /// One watcher's signals, until it is cancelled or the feed is closed.
    public struct Watch: Sendable {
        public let signals: AsyncStream<Signal>
        public let cancel: @Sendable () -> Void
    }

    private struct State {
        var watchers: [Int: AsyncStream<Signal>.Continuation] = [:]
        var last = 0
        var isClosed = false
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how many may watch at the same time.
    public init(limit: Int = 64) {
        self.limit = limit
    }

    /// - Returns: nil when too many watch already, or the feed is closed.
    public func watch() -> Watch? {
        // Who reads too slowly misses what was begun, and nothing that is in the ledger.
        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingNewest(1_024))
        let number = state.withLock { state -> Int? in
            guard !state.isClosed, state.watchers.count < limit else { return nil }
            state.last += 1
            state.watchers[state.last] = continuation
            return state.last
        }
        guard let number else { return nil }
        return Watch(signals: stream) { [weak self] in
            self?.state.withLock { $0.watchers[number] = nil }
            continuation.finish()
        }
    }

    public func post(_ signal: Signal) {
        for watcher in state.withLock({ Array($0.watchers.values) }) { watcher.yield(signal) }
    }

    /// Ends every watch, and lets nobody begin another.
    public func close() {
        let watchers = state.withLock { state in
            state.isClosed = true
            defer { state.watchers = [:] }
            return Array(state.watchers.values)
        }
        for watcher in watchers { watcher.finish() }
    }
}
