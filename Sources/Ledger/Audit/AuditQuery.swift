import BrokerModel
import Foundation
import GRDB

/// What is asked of the audit chain, over integers: names are looked up first.
///
/// Whatever is asked for lies in few streams of an index. The newest of each are
/// taken, and of them the newest: as many of each as are asked for are enough.
struct AuditQuery {
    private let database: Database
    private let limit: Int
    private var kinds: AuditKinds
    private var commits: [Int64]?
    private var subjects: [Int64]?
    private let since: Timestamp?
    private let until: Timestamp?
    private let span: AuditSpan

    /// - Parameter before: only records before this one.
    init(_ filter: HistoryFilter, before: Int64?, in database: Database) throws {
        self.database = database
        limit = filter.limit
        since = filter.since
        until = filter.until
        span = try AuditSpan(since: since, until: until, before: before, in: database)
        kinds = AuditKinds(database: database)
        if let actor = filter.actor {
            // The character after '@' ends the range of names that start with it.
            kinds.actors = try Int64.fetchAll(
                database, sql: "SELECT id FROM name WHERE text = ? OR (text >= ? AND text < ?)",
                arguments: [actor, actor + "@", actor + "A"])
        }
        if !filter.actions.isEmpty { kinds.actions = try names(filter.actions) }
        if !filter.outcomes.isEmpty { kinds.outcomes = try names(filter.outcomes) }
        if let digits = filter.commit {
            commits =
                try CommitPrefix(digits).map { range in
                    try Int64.fetchAll(
                        database, sql: "SELECT id FROM \"commit\" WHERE hash >= ? AND hash < ?",
                        arguments: [range.first, range.end])
                } ?? []
        }
        guard filter.narrowsResources else { return }
        // What was decided about a host or a node as such: pauses, pins.
        subjects =
            try ResourceNames.matching(filter, in: database)
            + names(filter.hosts.map { "host/\($0)" } + filter.nodes.map { "node/\($0)" })
    }

    /// The numbers of the records, the newest first.
    func sequences() throws -> [Int64] {
        var newest = NewestRecords(limit: limit, after: span.after)
        var statements: [String?: Statement] = [:]
        for stream in try streams() {
            let statement = try statements[stream.index] ?? database.makeStatement(sql: sql(stream))
            statements[stream.index] = statement
            let times = [since, until].compactMap { $0?.microseconds }
            newest.add(
                try Int64.fetchAll(
                    statement,
                    arguments: StatementArguments(
                        stream.values + [newest.after, span.before] + times + [Int64(limit)])))
        }
        return newest.sequences
    }

    func streams() throws -> [AuditStream] {
        // A name that occurs nowhere: no record matches.
        guard ![kinds.actions, kinds.outcomes, kinds.actors, subjects, commits].contains([]) else { return [] }
        if let commits { return try streams(of: commits) }
        if kinds.areNarrowed { return try subjects?.flatMap { try kinds.matching(subject: $0) } ?? kinds.matching() }
        return subjects?.map { AuditStream(index: "audit_subject", columns: ["subject"], values: [$0]) }
            ?? [AuditStream()]
    }

    /// How a stream is read from its end.
    func sql(_ stream: AuditStream) -> String {
        var conditions = stream.columns.map { "\($0) = ?" } + ["sequence > ?", "sequence < ?"]
        if since != nil { conditions.append("at >= ?") }
        if until != nil { conditions.append("at < ?") }
        if commits != nil {
            conditions += [
                Self.among("action", kinds.actions), Self.among("outcome", kinds.outcomes),
                Self.among("actor", kinds.actors), Self.among("subject", subjects),
            ].compactMap { $0 }
        }
        return """
            SELECT sequence FROM audit \(stream.index.map { "INDEXED BY \($0)" } ?? "NOT INDEXED")
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY sequence DESC LIMIT ?
            """
    }

    /// Only the beginning of a run names the commit; what it did is its commit's, too.
    private func streams(of commits: [Int64]) throws -> [AuditStream] {
        let runs = try commits.flatMap { commit in
            try Int64.fetchAll(
                database.cachedStatement(sql: "SELECT id FROM run WHERE commit_id = ?"), arguments: [commit])
        }
        return runs.sorted(by: >).map { AuditStream(index: "audit_run", columns: ["run_id"], values: [$0]) }
            + commits.map { AuditStream(index: "audit_commit", columns: ["commit_id"], values: [$0]) }
    }

    private static func among(_ column: String, _ ids: [Int64]?) -> String? {
        ids.map { "\(column) IN (\($0.map { String($0) }.joined(separator: ", ")))" }
    }

    private func names(_ texts: [String]) throws -> [Int64] {
        let found = try texts.compactMap { text in
            try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT id FROM name WHERE text = ?"), arguments: [text])
        }
        return Array(Set(found))
    }
}
