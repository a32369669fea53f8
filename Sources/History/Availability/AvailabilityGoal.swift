/// What share of the time a Global Broker is to serve.
///
/// The guideline for Global Brokers is 99.5 % (Guide to WIS2, WMO-No. 1061).
public struct AvailabilityGoal: Sendable, Equatable {
    public enum Verdict: String, Sendable, Hashable, Codable {
        case met
        case missed

        /// Too much is unknown to tell.
        case open
    }

    /// A part of one.
    public let share: Double

    public init(share: Double = 0.995) {
        self.share = share
    }

    /// Met when it would be if all that is unknown was an outage, missed when it
    /// would be if none of it was. Nil when there was no time to serve.
    public func verdict(served: Duration, unknown: Duration, of whole: Duration) -> Verdict? {
        guard whole > .zero else { return nil }
        if served / whole >= share { return .met }
        return (served + unknown) / whole < share ? .missed : .open
    }

    /// The share of the time of which something is known; nil when that is none.
    public static func share(served: Duration, unknown: Duration, of whole: Duration) -> Double? {
        let known = whole - unknown
        return known > .zero ? served / known : nil
    }
}
