import Synchronization

/// A clock that moves only when it is told to: tests of waiting take no time.
///
/// Either move it by hand with ``advance(by:)``, or run the whole operation
/// under ``run(_:)``, which moves it on whenever everything else waits.
public final class ManualClock: Clock, Sendable {
    public struct Instant: InstantProtocol {
        public var sinceStart: Duration

        public func advanced(by duration: Duration) -> Self { Self(sinceStart: sinceStart + duration) }
        public func duration(to other: Self) -> Duration { other.sinceStart - sinceStart }
        public static func < (left: Self, right: Self) -> Bool { left.sinceStart < right.sinceStart }
    }

    private struct Sleeper {
        var deadline: Instant
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Instant(sinceStart: .zero)
        var nextID = 0
        var sleepers: [Int: Sleeper] = [:]
    }

    /// Whether the operation of ``run(_:)`` has come to its end.
    private final class End: Sendable {
        let isReached = Mutex(false)
    }

    private let state = Mutex(State())

    public init() {}

    public var now: Instant { state.withLock { $0.now } }
    public var minimumResolution: Duration { .zero }

    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let isOver = state.withLock { state in
                    if Task.isCancelled || deadline <= state.now { return true }
                    state.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
                    return false
                }
                guard isOver else { return }
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    continuation.resume()
                }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Moves the clock and wakes who waited for that, in order.
    public func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }.map(\.value)
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Moves the clock to the next moment somebody waits for; false if nobody
    /// does.
    @discardableResult
    public func advanceToNextSleeper() -> Bool {
        let wait = state.withLock { state in
            state.sleepers.values.map(\.deadline).min().map { state.now.duration(to: $0) }
        }
        guard let wait else { return false }
        advance(by: max(wait, .zero))
        return true
    }

    /// Runs `operation` to its end, moving the clock on while it waits.
    ///
    /// Other tasks get the processor between two moves, so that what is ready
    /// to run at one moment has run before the next.
    public func run<Result: Sendable>(_ operation: @escaping @Sendable () async -> Result) async -> Result {
        let end = End()
        return await withTaskGroup(of: Result?.self) { group in
            group.addTask {
                let result = await operation()
                end.isReached.withLock { $0 = true }
                return result
            }
            group.addTask {
                while !end.isReached.withLock({ $0 }) {
                    for _ in 0..<20 { await Task.yield() }
                    self.advanceToNextSleeper()
                }
                return nil
            }
            var found: Result?
            for await result in group { found = result ?? found }
            guard let found else { preconditionFailure("the operation ends with a result") }
            return found
        }
    }
}
