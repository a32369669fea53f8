import GRDB
import GRDBSQLite

extension Database {
    /// Goes through the rows of a query without making a value of each.
    ///
    /// - Parameter body: must not scan with the same query.
    func scan(
        _ sql: String, _ arguments: StatementArguments = StatementArguments(), _ body: (Columns) throws -> Void
    ) throws {
        let statement = try cachedStatement(sql: sql)
        try statement.setArguments(arguments)
        let pointer = statement.sqliteStatement
        defer { sqlite3_reset(pointer) }
        while true {
            switch sqlite3_step(pointer) {
            case SQLITE_ROW: try body(Columns(pointer))
            case SQLITE_DONE: return
            case let code:
                throw DatabaseError(resultCode: ResultCode(rawValue: code), message: lastErrorMessage, sql: sql)
            }
        }
    }
}
