import BrokerModel
import GRDB

/// The part of the chain in which a time lies.
///
/// Records come in the order of time, but for a clock that was set back. As the
/// bounds lie a day outside, one that was set back by less loses nobody a record;
/// the times themselves are compared besides.
struct AuditSpan {
    /// Numbers of records: those between the two, without both.
    private(set) var after: Int64
    private(set) var before: Int64

    private static let day: Int64 = 86_400_000_000

    init(since: Timestamp?, until: Timestamp?, before: Int64?, in database: Database) throws {
        let first = try Int64.fetchOne(database, sql: "SELECT min(sequence) FROM audit") ?? 1
        let last = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM audit") ?? 0
        self.after = first - 1
        self.before = min(before ?? .max, last + 1)
        if let since {
            let (bound, _) = since.microseconds.subtractingReportingOverflow(Self.day)
            after = try Self.search(bound, first, last, in: database) - 1
        }
        if let until {
            let (bound, _) = until.microseconds.addingReportingOverflow(Self.day)
            self.before = min(self.before, try Self.search(bound, first, last, in: database))
        }
    }

    /// A record of that time or later whose predecessor is earlier; one behind the
    /// last where there is none.
    private static func search(_ time: Int64, _ first: Int64, _ last: Int64, in database: Database) throws -> Int64 {
        // The chain has no hole: every number between has its record.
        let statement = try database.cachedStatement(sql: "SELECT at FROM audit WHERE sequence = ?")
        var (low, high) = (first, last + 1)
        while low < high {
            let middle = low + (high - low) / 2
            guard let at = try Int64.fetchOne(statement, arguments: [middle]), at < time else {
                high = middle
                continue
            }
            low = middle + 1
        }
        return low
    }
}
