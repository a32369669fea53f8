import BrokerModel
import Foundation
import GRDB

/// A filter as SQL: conditions joined by AND, each with its arguments.
///
/// Names are looked up first, so that every condition compares integers and
/// can use an index; what a name matches is decided here, not by the database.
struct HistoryQuery {
    private var conditions: [String] = []
    private var arguments = StatementArguments()

    /// Whether a name in the filter occurs nowhere in the ledger.
    private(set) var matchesNothing = false

    private let database: Database

    init(runs filter: HistoryFilter, in database: Database) throws {
        self.database = database
        try addRunConditions(filter)
        try require("run.outcome", oneOf: filter.outcomes)
        if let cursor = filter.after, cursor.listing == .runs { add("run.id < ?", [cursor.last]) }
        guard filter.since != nil || filter.until != nil else { return }
        // As a list of its own, for which SQLite takes the index of times; asked
        // directly it walks the runs, since they shall come ordered.
        add(
            "run.id IN (SELECT id FROM run WHERE started_at >= ? AND started_at < ?)",
            [filter.since?.microseconds ?? .min, filter.until?.microseconds ?? .max])
    }

    init(steps filter: HistoryFilter, in database: Database) throws {
        self.database = database
        try addRunConditions(filter)
        try require("step.outcome", oneOf: filter.outcomes)
        try require("step.action", oneOf: filter.actions)
        if let cursor = filter.after, cursor.listing == .steps { add("step.id < ?", [cursor.last]) }
        // A step that was skipped was never intended.
        if let since = filter.since {
            add("coalesce(step.intended_at, step.ended_at) >= ?", [since.microseconds])
            // Steps of a run that had begun before have been recorded since.
            let first = try Int64.fetchOne(
                database, sql: "SELECT min(id) FROM run WHERE started_at >= ?", arguments: [since.microseconds])
            add("step.run_id >= ?", [try first.map { $0 - 1 } ?? Self.lastRun(in: database)])
        }
        if let until = filter.until {
            add("coalesce(step.intended_at, step.ended_at) < ?", [until.microseconds])
            if let end = try Self.firstStep(after: until, in: database) { add("step.id < ?", [end]) }
        }
        guard filter.narrowsResources else { return }
        let resources = try ResourceNames.matching(filter, in: database)
        if resources.isEmpty { matchesNothing = true }
        let numbers = "[" + resources.map { String($0) }.joined(separator: ",") + "]"
        if filter.commit == nil, !resources.isEmpty {
            mergeResources(numbers, limit: filter.limit)
        } else {
            // A commit's steps are few, and found by its runs.
            add("+step.resource IN (SELECT value FROM json_each(?))", [numbers])
        }
    }

    /// The first step of the runs after those that had begun before a moment, and of
    /// one more: a clock that is set back a little misleads nobody. Runs come one
    /// after the other, and so do their steps' numbers.
    private static func firstStep(after moment: Timestamp, in database: Database) throws -> Int64? {
        let last = try Int64.fetchOne(
            database, sql: "SELECT max(id) FROM run WHERE started_at < ?", arguments: [moment.microseconds])
        return try Int64.fetchOne(
            database,
            sql: """
                SELECT min(id) FROM step WHERE run_id = (SELECT min(run_id) FROM step WHERE run_id > ?)
                """, arguments: [(last ?? 0) + 1])
    }

    private static func lastRun(in database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT max(id) FROM run") ?? 0
    }

    /// Takes the newest steps of each resource by its index, and of them the
    /// newest: as many of each as are asked for are enough. Asked directly SQLite
    /// sorts all steps there ever were on any of them.
    private mutating func mergeResources(_ numbers: String, limit: Int) {
        let clause = conditions.map { " AND " + $0 }.joined()
        let own = arguments
        conditions = [
            """
            step.id IN (
                SELECT newest.id FROM json_each(?) asked JOIN step newest ON newest.id IN (
                    SELECT step.id FROM step JOIN run ON run.id = step.run_id
                    WHERE step.resource = asked.value\(clause) ORDER BY step.id DESC LIMIT ?))
            """
        ]
        arguments = [numbers] + own + [limit + 1]
    }

    /// The conditions as a clause, and one row more than the limit, which tells
    /// that there is more.
    func completing(_ select: String, newestBy order: String, limit: Int) -> (sql: String, arguments: StatementArguments) {
        let clause = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        return (select + clause + " ORDER BY \(order) DESC LIMIT ?", arguments + [limit + 1])
    }

    private mutating func addRunConditions(_ filter: HistoryFilter) throws {
        if let actor = filter.actor {
            // The character after '@' ends the range of names that start with it.
            let names = try Int64.fetchAll(
                database, sql: "SELECT id FROM name WHERE text = ? OR (text >= ? AND text < ?)",
                arguments: [actor, actor + "@", actor + "A"])
            require("run.actor", oneOf: names)
        }
        if let digits = filter.commit {
            guard let range = CommitPrefix(digits) else {
                matchesNothing = true
                return
            }
            let commits = try Int64.fetchAll(
                database, sql: "SELECT id FROM \"commit\" WHERE hash >= ? AND hash < ?",
                arguments: [range.first, range.end])
            require("run.commit_id", oneOf: commits)
        }
    }

    private mutating func require(_ column: String, oneOf names: [String]) throws {
        guard !names.isEmpty else { return }
        let ids = try names.compactMap { name in
            try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT id FROM name WHERE text = ?"), arguments: [name])
        }
        require(column, oneOf: ids)
    }

    private mutating func require(_ column: String, oneOf ids: [Int64]) {
        if ids.isEmpty { matchesNothing = true }
        add("\(column) IN (\(ids.map { _ in "?" }.joined(separator: ", ")))", StatementArguments(ids))
    }

    private mutating func add(_ condition: String, _ values: StatementArguments) {
        conditions.append(condition)
        arguments += values
    }
}
