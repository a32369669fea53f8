import ArgumentParser
import BrokerModel

/// A moment as people give it: RFC 3339 (`2026-11-21T10:00:00Z`), a date
/// (`2026-11-21`, its midnight in UTC), or how long ago (`7d`, `2h`, `30m`).
enum Moment: ExpressibleByArgument, Equatable {
    case absolute(Timestamp)
    case ago(Duration)

    init?(argument: String) {
        if let timestamp = Timestamp(argument) ?? Timestamp(argument + "T00:00:00Z") {
            self = .absolute(timestamp)
        } else if let ago = Self.duration(argument) {
            self = .ago(ago)
        } else {
            return nil
        }
    }

    func timestamp(at now: Timestamp) -> Timestamp {
        switch self {
        case .absolute(let timestamp): timestamp
        case .ago(let duration): now - duration
        }
    }

    /// A whole number and a unit.
    private static func duration(_ text: String) -> Duration? {
        let seconds: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        // Ten digits are more seconds than the calendar has room for, and do not overflow.
        guard let unit = text.last.flatMap({ seconds[$0] }), text.count <= 7, text.dropLast().allSatisfy(\.isASCII),
            let count = Int64(text.dropLast()), count >= 0
        else { return nil }
        return .seconds(count * unit)
    }
}
