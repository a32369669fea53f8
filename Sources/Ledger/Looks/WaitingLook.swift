import BrokerModel
import GRDB
import History

/// A look that showed what the look before showed, and has no row: only when it was
/// is kept, in the place of the one before.
///
/// What is not covered by the audit chain tells of no more than ``HostLook/spacing``
/// after a row that is.
enum WaitingLook {
    /// When it was; nil where the last look at the host has a row.
    ///
    /// - Parameter host: the number of its name.
    static func at(_ host: Int64, in database: Database) throws -> Timestamp? {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT last_look.looked_at, coverage.looked_at, coverage.failure IS NOT NULL
                    FROM last_look JOIN coverage ON coverage.id = (
                        SELECT id FROM coverage WHERE +host = last_look.host ORDER BY id DESC LIMIT 1)
                    WHERE last_look.host = ?
                    """),
            arguments: [host])
        guard let row, !row[2] else { return nil }
        let look = Timestamp(microseconds: row[0])
        let covered = Timestamp(microseconds: row[1])
        return covered < look && look - covered < HostLook.spacing ? look : nil
    }
}
