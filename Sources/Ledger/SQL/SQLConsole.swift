import BrokerModel

/// Answers questions in SQL over a connection that cannot write.
///
/// Four things keep it from that, each enough by itself: the file is opened
/// read-only, `query_only` is set, an authorizer lets through nothing but
/// reading, and a statement that would write is not run
/// (https://sqlite.org/c3ref/set_authorizer.html). No other file is attached,
/// no extension loaded.
public struct SQLConsole: Sendable {
    /// What a question may rely on; their columns stay (docs/history.md).
    public static let views = [
        "audit_log", "commits", "decisions", "looks", "observations", "pauses", "runs", "steps",
    ]

    /// What people show to be let in stands here, hashed: nobody asks for it.
    static let closedTable = "token"

    private let path: String
    private let limits: SQLLimits

    public init(path: String, limits: SQLLimits = SQLLimits()) {
        self.path = path
        self.limits = limits
    }

    /// Runs one statement and returns its rows, up to the limit.
    ///
    /// - Throws: ``Failure`` with `queryRefused` when it is no question, would
    ///   write, or takes too long.
    public func ask(_ sql: String) throws -> SQLAnswer {
        let connection = try SQLConnection(path: path)
        connection.limit(valueSize: limits.valueSize)
        try connection.execute("PRAGMA query_only = 1; PRAGMA trusted_schema = 0")
        connection.allowReadingOnly()
        return try connection.interrupted(after: limits.time) {
            let statement = try connection.prepare(sql)
            let columns = statement.columns
            var rows: [[SQLValue]] = []
            var size = 0
            while try connection.step(statement) {
                guard rows.count < limits.rows else { return SQLAnswer(columns: columns, rows: rows, hasMore: true) }
                let row = statement.row
                size += row.reduce(0) { $0 + $1.size }
                guard size <= limits.answerSize else { throw tooLarge }
                rows.append(row)
            }
            return SQLAnswer(columns: columns, rows: rows, hasMore: false)
        }
    }

    private var tooLarge: Failure {
        Failure(
            .queryRefused, attempted: "answer a question in SQL", on: path,
            response: "the answer has more than \(limits.answerSize >> 20) MiB",
            remedy: "ask for fewer columns, or fewer rows")
    }
}
