import BrokerModel
import Foundation

/// The system's clock, the only place where a command reads it.
enum WallClock {
    static let now: @Sendable () -> Timestamp = {
        Timestamp(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded()))
    }
}
