import Reconciliation
import Synchronization

/// When the stages of making one plan began.
final class Stages: Sendable {
    private struct Moments {
        let start = ContinuousClock.now
        var read = ContinuousClock.now
        var observing = ContinuousClock.now
        var planning = ContinuousClock.now
        var end = ContinuousClock.now
    }

    private let moments = Mutex(Moments())

    var note: @Sendable (PreparationEvent) -> Void {
        { [self] event in
            moments.withLock { moments in
                switch event {
                case .fetching, .observed: break
                case .reading: moments.read = .now
                case .observing: moments.observing = .now
                case .planning: moments.planning = .now
                }
            }
        }
    }

    /// Notes that the plan is made.
    ///
    /// - Returns: the time it took in all.
    @discardableResult
    func end() -> Duration {
        moments.withLock { $0.end = .now }
        return total
    }

    var total: Duration { moments.withLock { $0.start.duration(to: $0.end) } }
    var reading: Duration { moments.withLock { $0.start.duration(to: $0.read) } }
    var opening: Duration { moments.withLock { $0.read.duration(to: $0.observing) } }
    var observing: Duration { moments.withLock { $0.observing.duration(to: $0.planning) } }
    var planning: Duration { moments.withLock { $0.planning.duration(to: $0.end) } }
}
