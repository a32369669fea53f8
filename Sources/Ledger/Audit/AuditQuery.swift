import BrokerModel
import GRDB

/// What is asked of the audit chain, as SQL: conditions joined by AND, over integers.
struct AuditQuery {
    private var conditions: [String] = []
    private var arguments = StatementArguments()

    /// Whether a name in the filter occurs nowhere in the ledger.
    private(set) var matchesNothing = false

    private let database: Database

    /// - Parameter before: only records before this one.
    init(_ filter: HistoryFilter, before: Int64?, in database: Database) throws {
        self.database = database
        if let actor = filter.actor {
            // The character after '@' ends the range of names that start with it.
            require(
                "actor",
                oneOf: try Int64.fetchAll(
                    database, sql: "SELECT id FROM name WHERE text = ? OR (text >= ? AND text < ?)",
                    arguments: [actor, actor + "@", actor + "A"]))
        }
        if let digits = filter.commit {
            let commits = try CommitPrefix(digits).map { range in
                try Int64.fetchAll(
                    database, sql: "SELECT id FROM \"commit\" WHERE hash >= ? AND hash < ?",
                    arguments: [range.first, range.end])
            }
            // Only the beginning of a run names the commit; what it did is its commit's, too.
            let numbers = "[" + (commits ?? []).map { String($0) }.joined(separator: ",") + "]"
            if commits?.isEmpty != false { matchesNothing = true }
            add(
                """
                (audit.commit_id IN (SELECT value FROM json_each(?)) OR audit.run_id IN (
                    SELECT run.id FROM run WHERE run.commit_id IN (SELECT value FROM json_each(?))))
                """, [numbers, numbers])
        }
        if !filter.actions.isEmpty { require("action", oneOf: try names(filter.actions)) }
        if !filter.outcomes.isEmpty { require("outcome", oneOf: try names(filter.outcomes)) }
        if let since = filter.since { add("audit.at >= ?", [since.microseconds]) }
        if let until = filter.until { add("audit.at < ?", [until.microseconds]) }
        if let before { add("audit.sequence < ?", [before]) }
        guard filter.narrowsResources else { return }
        var subjects = try ResourceNames.matching(filter, in: database)
        // What was decided about a host or a node as such: pauses, pins.
        subjects += try names(filter.hosts.map { "host/\($0)" } + filter.nodes.map { "node/\($0)" })
        if subjects.isEmpty { matchesNothing = true }
        mergeSubjects("[" + subjects.map { String($0) }.joined(separator: ",") + "]", limit: filter.limit)
    }

    /// The newest of each subject by its index, and of them the newest: as many of
    /// each as are asked for are enough.
    private mutating func mergeSubjects(_ numbers: String, limit: Int) {
        let clause = conditions.map { " AND " + $0 }.joined()
        conditions = [
            """
            audit.sequence IN (
                SELECT newest.sequence FROM json_each(?) asked JOIN audit newest ON newest.sequence IN (
                    SELECT audit.sequence FROM audit
                    WHERE audit.subject = asked.value\(clause) ORDER BY audit.sequence DESC LIMIT ?))
            """
        ]
        arguments = [numbers] + arguments + [limit]
    }

    func completing(_ select: String, limit: Int) -> (sql: String, arguments: StatementArguments) {
        let clause = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        return (select + clause + " ORDER BY audit.sequence DESC LIMIT ?", arguments + [limit])
    }

    private func names(_ texts: [String]) throws -> [Int64] {
        try texts.compactMap { text in
            try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT id FROM name WHERE text = ?"), arguments: [text])
        }
    }

    private mutating func require(_ column: String, oneOf ids: [Int64]) {
        if ids.isEmpty { matchesNothing = true }
        add("audit.\(column) IN (\(ids.map { _ in "?" }.joined(separator: ", ")))", StatementArguments(ids))
    }

    private mutating func add(_ condition: String, _ values: StatementArguments) {
        conditions.append(condition)
        arguments += values
    }
}
