import BrokerModel

/// Which records an excerpt holds.
struct ExportFilter {
    private let filter: HistoryFilter

    init(_ filter: HistoryFilter) {
        self.filter = filter
    }

    func matches(_ record: ExportLine.Record) -> Bool {
        let at = Timestamp(microseconds: record.at)
        if let since = filter.since, at < since { return false }
        if let until = filter.until, at >= until { return false }
        if let actor = filter.actor, record.actor != actor, !record.actor.hasPrefix(actor + "@") { return false }
        if let commit = filter.commit, record.commit?.hash.hasPrefix(commit.lowercased()) != true { return false }
        guard filter.actions.isEmpty || filter.actions.contains(record.action),
            filter.outcomes.isEmpty || filter.outcomes.contains(record.outcome)
        else { return false }
        guard !filter.hosts.isEmpty || !filter.nodes.isEmpty || !filter.resources.isEmpty else { return true }
        // What was decided about a host or a node as such: pauses, pins.
        let places = filter.hosts.map { "host/\($0)" } + filter.nodes.map { "node/\($0)" }
        if filter.resources.isEmpty, places.contains(record.subject) { return true }
        return ResourceAddress(record.subject).map { ResourceNames.matches($0, filter) } ?? false
    }
}
