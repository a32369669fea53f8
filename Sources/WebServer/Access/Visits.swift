import BrokerModel
import Synchronization

/// When who was noted last.
final class Visits: Sendable {
    private let noted = Mutex<[String: Timestamp]>([:])

    /// - Parameter visitor: of a known set, so that this does not grow.
    func isWorthNoting(_ visitor: String, at now: Timestamp, every span: Duration) -> Bool {
        noted.withLock { noted in
            // A clock that was set back is no reason to be silent.
            if let last = noted[visitor], last <= now, now - last < span { return false }
            noted[visitor] = now
            return true
        }
    }
}
