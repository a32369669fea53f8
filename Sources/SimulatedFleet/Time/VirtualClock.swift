import Synchronization

/// A clock that stands still until it is told that nothing else is left to do;
/// then it jumps to the first moment somebody waits for.
public final class VirtualClock: Clock, Sendable {
    public struct Instant: InstantProtocol {
        public var sinceStart: Duration

        public func advanced(by duration: Duration) -> Self { Self(sinceStart: sinceStart + duration) }
        public func duration(to other: Self) -> Duration { other.sinceStart - sinceStart }
        public static func < (left: Self, right: Self) -> Bool { left.sinceStart < right.sinceStart }
    }

    private struct State {
        var now = Duration.zero
        var lastID = 0
        var sleepers: [Int: (wakes: Duration, continuation: CheckedContinuation<Void, any Error>)] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    public var now: Instant { Instant(sinceStart: state.withLock { $0.now }) }
    public var minimumResolution: Duration { .zero }

    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    state.withLock { $0.sleepers[id] = (deadline.sinceStart, continuation) }
                }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Moves on to the first moment that is waited for and wakes who waits.
    ///
    /// - Returns: false when nobody waits.
    public func advance() -> Bool {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            // Of several for the same moment, the one who came first.
            guard
                let first = state.sleepers.min(by: { ($0.value.wakes, $0.key) < ($1.value.wakes, $1.key) })
            else { return nil }
            state.sleepers[first.key] = nil
            state.now = max(state.now, first.value.wakes)
            return first.value.continuation
        }
        next?.resume()
        return next != nil
    }
}
