/// A moment, in microseconds since 1970-01-01T00:00:00Z. For people and
/// comparison with other clocks; the order of events is by sequence.
public struct Timestamp: Sendable, Hashable, Comparable, Codable {
    public let microseconds: Int64

    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Seconds since 1970.
    public init(seconds: Int64) {
        microseconds = seconds * 1_000_000
    }

    /// The day in UTC.
    public var date: CalendarDate? {
        let days = Self.floorDivide(microseconds, 86_400_000_000)
        let civil = Self.civil(daysSince1970: days)
        return CalendarDate(year: civil.year, month: civil.month, day: civil.day)
    }

    public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    public static func - (left: Self, right: Self) -> Duration {
        .microseconds(left.microseconds - right.microseconds)
    }

    public static func - (moment: Self, span: Duration) -> Self {
        let parts = span.components
        return Self(microseconds: moment.microseconds - parts.seconds * 1_000_000 - parts.attoseconds / 1_000_000_000_000)
    }

    public static func + (moment: Self, span: Duration) -> Self { moment - (.zero - span) }
}

extension Timestamp: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self.init(microseconds: value) }
}
