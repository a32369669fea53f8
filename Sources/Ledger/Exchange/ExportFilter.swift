import BrokerModel
import GRDB

/// Which records an excerpt holds.
struct ExportFilter {
    private let filter: HistoryFilter

    /// Those of the commit: only the beginning of a run names it, what it did is its
    /// commit's, too.
    private let runs: Set<Int64>

    init(_ filter: HistoryFilter, in database: Database) throws {
        self.filter = filter
        guard let range = filter.commit.flatMap({ CommitPrefix($0) }) else {
            runs = []
            return
        }
        runs = Set(
            try Int64.fetchAll(
                database,
                sql: """
                    SELECT id FROM run WHERE commit_id IN (SELECT id FROM "commit" WHERE hash >= ? AND hash < ?)
                    """, arguments: [range.first, range.end]))
    }

    func matches(_ record: ExportLine.Record) -> Bool {
        let at = Timestamp(microseconds: record.at)
        if let since = filter.since, at < since { return false }
        if let until = filter.until, at >= until { return false }
        if let actor = filter.actor, record.actor != actor, !record.actor.hasPrefix(actor + "@") { return false }
        if let commit = filter.commit, record.commit?.hash.hasPrefix(commit.lowercased()) != true,
            record.run.map({ runs.contains($0) }) != true
        {
            return false
        }
        guard filter.actions.isEmpty || filter.actions.contains(record.action),
            filter.outcomes.isEmpty || filter.outcomes.contains(record.outcome)
        else { return false }
        guard !filter.hosts.isEmpty || !filter.nodes.isEmpty || !filter.resources.isEmpty else { return true }
        // What was decided about a host or a node as such: pauses, pins.
        let places = filter.hosts.map { "host/\($0)" } + filter.nodes.map { "node/\($0)" }
        if places.contains(record.subject) { return true }
        return ResourceAddress(record.subject).map { ResourceNames.matches($0, filter) } ?? false
    }
}
