import BrokerModel
import Foundation
import GRDB
import History

/// Reads what ran where at a moment.
///
/// A resource's rows lie together by time, so that the one that was current is
/// found without the others, however long the history is.
struct StateQuery {
    let database: Database
    let moment: Timestamp
    let filter: HistoryFilter
    let trust: Duration

    func hosts() throws -> [HostState] {
        try Row.fetchAll(database, sql: Self.hostsSQL).compactMap { row in
            guard let host = HostName(row["text"] as String), filter.hosts.isEmpty || filter.hosts.contains(host) else {
                return nil
            }
            return HostState(
                host: host, knowledge: try knowledge(of: row["id"]), resources: try resources(of: host, row["id"]))
        }
        .sorted { $0.host < $1.host }
    }

    /// Steps from host to host through the index, not through all looks.
    static let hostsSQL = """
        WITH RECURSIVE known(host) AS (
            SELECT min(host) FROM coverage
            UNION ALL
            SELECT (SELECT min(host) FROM coverage WHERE host > known.host) FROM known WHERE known.host IS NOT NULL)
        SELECT name.id, name.text FROM known JOIN name ON name.id = known.host
        """

    private func knowledge(of host: Int64) throws -> HostKnowledge {
        var last = try look("looked_at <= ? ORDER BY looked_at DESC", host)
        var next = try look("looked_at > ? ORDER BY looked_at", host)
        if next == nil, let waiting = try WaitingLook.at(host, in: database).map({ HostLook(at: $0) }) {
            if waiting.at <= moment { last = waiting } else { next = waiting }
        }
        return HostKnowledge(
            at: moment, last: last,
            lastSeen: try last.flatMap { $0.failure == nil ? $0 : nil }?.at
                ?? look("looked_at <= ? AND failure IS NULL ORDER BY looked_at DESC", host)?.at,
            next: next, trust: trust)
    }

    private func look(_ condition: String, _ host: Int64) throws -> HostLook? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT looked_at, (SELECT text FROM name WHERE id = failure) AS failure FROM coverage
                    WHERE host = ? AND \(condition) LIMIT 1
                    """),
            arguments: [host, moment.microseconds]
        ).map { HostLook(at: Timestamp(microseconds: $0["looked_at"]), failure: $0["failure"]) }
    }

    static let resourcesSQL = """
        WITH RECURSIVE known(resource) AS (
            SELECT min(resource) FROM observation WHERE host = :host
            UNION ALL
            SELECT (SELECT min(resource) FROM observation WHERE host = :host AND resource > known.resource)
            FROM known WHERE known.resource IS NOT NULL)
        SELECT address.text AS address, o.owned, o.valid_from, o.valid_to, o.digest, o.record, step.run_id,
            action.text AS action, outcome.text AS outcome, actor.text AS actor, "commit".hash AS commit_hash
        FROM known
        JOIN observation o ON o.id = (
            SELECT id FROM observation WHERE host = :host AND resource = known.resource AND valid_from <= :at
            ORDER BY valid_from DESC, id DESC LIMIT 1)
        JOIN name address ON address.id = o.resource
        LEFT JOIN step ON step.id = (
            SELECT id FROM step WHERE resource = o.resource AND ended_at <= :at ORDER BY ended_at DESC, id DESC LIMIT 1)
        LEFT JOIN run ON run.id = step.run_id
        LEFT JOIN name action ON action.id = step.action
        LEFT JOIN name outcome ON outcome.id = step.outcome
        LEFT JOIN name actor ON actor.id = run.actor
        LEFT JOIN "commit" ON "commit".id = run.commit_id
        WHERE known.resource IS NOT NULL AND (o.valid_to IS NULL OR o.valid_to > :at)
        """

    private func resources(of host: HostName, _ number: Int64) throws -> [PastResource] {
        var resources: [PastResource] = []
        let rows = try Row.fetchCursor(
            database.cachedStatement(sql: Self.resourcesSQL), arguments: ["host": number, "at": moment.microseconds])
        while let row = try rows.next() {
            guard let address = ResourceAddress(row["address"] as String), ResourceNames.matches(address, filter) else {
                continue
            }
            let step = Self.lastStep(row)
            let since = Timestamp(microseconds: row["valid_from"])
            guard matches(step, since: since) else { continue }
            resources.append(
                PastResource(
                    address: address, host: host, isOwned: row["owned"], since: since,
                    until: (row["valid_to"] as Int64?).map { Timestamp(microseconds: $0) },
                    digest: try Data32.digest(row["digest"]), record: try record(row["record"]), lastStep: step))
        }
        return resources
    }

    private static func lastStep(_ row: Row) -> PastResource.LastStep? {
        guard let run = row["run_id"] as Int64?, let actor = row["actor"] as String?,
            let action = row["action"] as String?, let outcome = row["outcome"] as String?
        else { return nil }
        return PastResource.LastStep(
            run: run, actor: actor, commit: (row["commit_hash"] as Data?).map { Hexadecimal.text($0) },
            action: action, outcome: outcome)
    }

    /// Who, what and how are asked of the last step; when, of what was seen.
    private func matches(_ step: PastResource.LastStep?, since: Timestamp) -> Bool {
        if let earliest = filter.since, since < earliest { return false }
        if let end = filter.until, since >= end { return false }
        if let actor = filter.actor {
            guard let step, step.actor == actor || step.actor.hasPrefix(actor + "@") else { return false }
        }
        if let commit = filter.commit {
            guard step?.commit?.hasPrefix(commit.lowercased()) ?? false else { return false }
        }
        return (filter.actions.isEmpty || step.map { filter.actions.contains($0.action) } ?? false)
            && (filter.outcomes.isEmpty || step.map { filter.outcomes.contains($0.outcome) } ?? false)
    }

    private func record(_ blob: Int64) throws -> [String: String] {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT size AS record_size, encoding AS record_encoding, content AS record_content
                    FROM blob WHERE id = ?
                    """), arguments: [blob])
        return try row.flatMap { try BlobEncoding.text($0, "record") }.map(JSONRecord.read) ?? [:]
    }
}
