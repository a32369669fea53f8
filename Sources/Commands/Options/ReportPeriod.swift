import BrokerModel
import History

/// The period a question is about.
enum ReportPeriod {
    /// The last 30 days unless said otherwise; never the future.
    ///
    /// - Throws: ``Failure`` with `usage` when it ends before it begins.
    static func of(since: Moment?, until: Moment?, now: Timestamp) throws -> TimeSpan {
        let from = since?.timestamp(at: now) ?? now - .seconds(30 * 86_400)
        guard let period = TimeSpan(from, min(until?.timestamp(at: now) ?? now, now)) else {
            throw Failure(
                .usage, attempted: "tell of a period", on: "--since \(from)",
                response: "nothing lies between it and the end of the period",
                remedy: "give a beginning before the end, and before now")
        }
        return period
    }
}
