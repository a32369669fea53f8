import BrokerModel
import GRDBSQLite

/// A connection of SQLite's own interface, closed when it goes.
///
/// GRDB keeps the authorizer and the progress handler for itself; a console
/// needs both.
final class SQLConnection {
    private let pointer: OpaquePointer
    private let path: String

    /// How long a statement may take.
    private var time: Duration?

    init(path: String) throws {
        self.path = path
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let opened else {
            let reason = String(cString: sqlite3_errstr(code))
            sqlite3_close_v2(opened)
            throw Failure(
                .ledgerUnusable, attempted: "open the ledger to read", on: path, response: reason,
                remedy: "the file must be there and readable for this user, and its directory, too")
        }
        pointer = opened
        sqlite3_busy_timeout(pointer, 5000)
    }

    deinit { sqlite3_close_v2(pointer) }

    func limit(valueSize: Int32) {
        sqlite3_limit(pointer, SQLITE_LIMIT_LENGTH, valueSize)
        sqlite3_limit(pointer, SQLITE_LIMIT_SQL_LENGTH, 100_000)
        sqlite3_limit(pointer, SQLITE_LIMIT_EXPR_DEPTH, 200)
        sqlite3_limit(pointer, SQLITE_LIMIT_COMPOUND_SELECT, 50)
        sqlite3_limit(pointer, SQLITE_LIMIT_ATTACHED, 0)
    }

    func execute(_ sql: String) throws {
        guard sqlite3_exec(pointer, sql, nil, nil, nil) == SQLITE_OK else { throw failure("prepare to read") }
    }

    /// From here on, statements may select, read columns and call functions, and
    /// nothing else.
    func allowReadingOnly() {
        sqlite3_set_authorizer(
            pointer,
            { _, action, first, second, _, _ in
                switch action {
                case SQLITE_SELECT, SQLITE_RECURSIVE:
                    return SQLITE_OK
                case SQLITE_READ:
                    let table = first.map { String(cString: $0).lowercased() }
                    return table == SQLConsole.closedTable ? SQLITE_DENY : SQLITE_OK
                case SQLITE_FUNCTION:
                    let name = second.map { String(cString: $0).lowercased() }
                    return name == "load_extension" ? SQLITE_DENY : SQLITE_OK
                default:
                    return SQLITE_DENY
                }
            }, nil)
    }

    /// Runs `work`; statements in it are interrupted when the time is over.
    func interrupted<Value>(after time: Duration, _ work: () throws -> Value) throws -> Value {
        self.time = time
        var deadline = ContinuousClock.now + time
        return try withUnsafeMutablePointer(to: &deadline) { deadline in
            // Every few thousand operations of its machine, some microseconds.
            sqlite3_progress_handler(
                pointer, 5000,
                { context in
                    guard let context else { return 1 }
                    return context.load(as: ContinuousClock.Instant.self) < .now ? 1 : 0
                }, deadline)
            defer { sqlite3_progress_handler(pointer, 0, nil, nil) }
            return try work()
        }
    }

    func prepare(_ sql: String) throws -> SQLStatement {
        var statement: OpaquePointer?
        let rest = try sql.withCString { text in
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v2(pointer, text, -1, &statement, &tail)
            guard code == SQLITE_OK else {
                guard Self.isQuestion(sql) else { throw refusal("it is no SELECT", Self.remedy) }
                throw failure("understand the question")
            }
            return tail.map { String(cString: $0) } ?? ""
        }
        guard let statement else {
            throw refusal("it is empty", "ask with: isobar audit sql \"SELECT …\"")
        }
        let prepared = SQLStatement(statement)
        guard sqlite3_stmt_readonly(statement) != 0 else { throw refusal("it would write", Self.remedy) }
        guard rest.allSatisfy({ $0.isWhitespace || $0 == ";" }) else {
            throw refusal("it is more than one statement", "ask one at a time")
        }
        return prepared
    }

    /// Whether there is another row.
    func step(_ statement: SQLStatement) throws -> Bool {
        switch statement.stepped {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        default: throw failure("answer a question in SQL")
        }
    }

    private static let remedy = "only SELECT is let through"

    /// Whether a statement begins as one that only reads.
    private static func isQuestion(_ sql: String) -> Bool {
        let word = sql.drop { !$0.isLetter }.prefix { $0.isLetter }.uppercased()
        return ["SELECT", "WITH", "VALUES"].contains(word)
    }

    private func refusal(_ response: String, _ remedy: String) -> Failure {
        Failure(.queryRefused, attempted: "answer a question in SQL", on: path, response: response, remedy: remedy)
    }

    /// What SQLite said last, as a failure.
    func failure(_ attempted: String) -> Failure {
        let response = String(cString: sqlite3_errmsg(pointer))
        return switch sqlite3_errcode(pointer) {
        case SQLITE_INTERRUPT:
            refusal(
                "it took longer than the time it has" + (time.map { ", \($0)" } ?? ""),
                "narrow it, or give it more with --timeout")
        case SQLITE_ERROR where response.hasPrefix("not authorized"):
            refusal(response, "no extension is loaded here: use the functions SQLite has (sqlite.org/lang_corefunc.html)")
        case SQLITE_ERROR:
            refusal(
                response,
                "the views are: " + SQLConsole.views.joined(separator: ", ") + "; docs/history.md has their columns")
        case SQLITE_TOOBIG:
            refusal(response, "a value is larger than the console lets through")
        case SQLITE_BUSY, SQLITE_CANTOPEN, SQLITE_CORRUPT, SQLITE_IOERR, SQLITE_NOMEM, SQLITE_NOTADB:
            Failure(.ledgerUnusable, attempted: attempted, on: path, response: response)
        default:
            // What the authorizer denies has a code of its own, or that of what came of it.
            refusal(response, Self.remedy)
        }
    }
}
