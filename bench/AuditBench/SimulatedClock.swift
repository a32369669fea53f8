import Synchronization

/// The time that is recorded.
final class SimulatedClock: Sendable {
    let second = Mutex<Int64>(GeneratedHistory.start)
}
