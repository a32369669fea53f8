/// A time of the week in which changes may be made, in UTC. One that ends
/// before it begins goes on past midnight: its days are those it begins on.
public struct MaintenanceWindow: Sendable, Hashable {
    public enum Weekday: String, Sendable, Hashable, CaseIterable {
        case mon, tue, wed, thu, fri, sat, sun
    }

    /// On which days it begins; every day when empty.
    public var days: [Weekday]

    /// Minutes since midnight.
    public var begin: Int

    /// Minutes since midnight; at or before ``begin`` it is the next day's.
    public var end: Int

    public init(days: [Weekday] = [], begin: Int, end: Int) {
        self.days = days
        self.begin = begin
        self.end = end
    }

    /// When it is open around a moment, or opens next.
    ///
    /// - Returns: the beginning and end of the opening that contains `moment`,
    ///   or of the first one after it.
    public func opening(at moment: Timestamp) -> Range<Timestamp> {
        let today = Timestamp.floorDivide(moment.microseconds, Self.day)
        // One that began yesterday may still be open; a week ahead there is one on each day.
        for day in (today - 1)...(today + 8) where isOpened(on: day) {
            let length = end > begin ? end - begin : end - begin + 1_440
            let start = Timestamp(microseconds: day * Self.day + Int64(begin) * Self.minute)
            let finish = Timestamp(microseconds: start.microseconds + Int64(length) * Self.minute)
            if finish > moment { return start..<finish }
        }
        return moment..<moment
    }

    private static let minute: Int64 = 60_000_000
    private static let day: Int64 = 86_400_000_000

    /// - Parameter day: days since 1970-01-01, which was a Thursday.
    private func isOpened(on day: Int64) -> Bool {
        guard !days.isEmpty else { return true }
        let index = Int(((day + 3) % 7 + 7) % 7)
        return days.contains(Weekday.allCases[index])
    }
}

extension ApplyPolicy {
    /// When changes may be made: nil means now, otherwise from that moment on.
    public func waitsForWindow(at moment: Timestamp) -> Timestamp? {
        let openings = windows.map { $0.opening(at: moment) }
        guard let next = openings.map(\.lowerBound).min(), next > moment else { return nil }
        return next
    }
}
