import BrokerModel
import Ledger

extension AskedFilters {
    /// Of records of the audit chain.
    var ofRecords: [(String, @Sendable (Int) -> HistoryFilter)] {
        let hosts = history.hosts
        let centres = history.centres
        let address = history.address
        let month = Timestamp(seconds: last - 30 * GeneratedHistory.day)
        let host: @Sendable (Int) -> HistoryFilter = { HistoryFilter(hosts: [hosts[$0 % hosts.count]]) }
        let node: @Sendable (Int) -> HistoryFilter = { HistoryFilter(nodes: [centres[$0 % centres.count]]) }
        let resource: @Sendable (Int) -> HistoryFilter = {
            HistoryFilter(resources: [address($0 % GeneratedHistory.nodes, 0).description])
        }
        let actor: @Sendable (Int) -> HistoryFilter = { HistoryFilter(actor: "ada\($0 % 7)") }
        let commit: @Sendable (Int) -> HistoryFilter = { HistoryFilter(commit: Self.commit($0)) }
        let any: @Sendable (Int) -> HistoryFilter = { _ in HistoryFilter() }
        let rare = GeneratedHistory.rareActions
        let action: Narrowing = { $0.actions = [rare[$1 % rare.count]] }
        let failed: Narrowing = { filter, _ in filter.outcomes = ["failed"] }
        let since: Narrowing = { filter, _ in filter.since = month }
        let until: Narrowing = { $0.until = Self.day($1) }
        var asked = [
            ("of all", any), ("--host", host), ("--node", node), ("--resource", resource), ("--actor", actor),
            ("--commit", commit),
            ("--action", Self.both(any, action)), ("--outcome failed", Self.both(any, failed)),
            ("--since", Self.both(any, since)), ("--until", Self.both(any, until)),
            ("--action delete, of which there is none", Self.both(any) { filter, _ in filter.actions = ["delete"] }),
            ("--outcome refused, of one day", Self.both(any) { filter, _ in filter.outcomes = ["refused"] }),
            ("--action --outcome", Self.both(Self.both(any, action), failed)),
            ("--action --since", Self.both(Self.both(any, action), since)),
            ("--action --until", Self.both(Self.both(any, action), until)),
            ("--outcome failed --since", Self.both(Self.both(any, failed), since)),
            ("--outcome failed --until", Self.both(Self.both(any, failed), until)),
        ]
        for (name, first) in [("host", host), ("node", node), ("resource", resource), ("actor", actor), ("commit", commit)] {
            asked += [
                ("--\(name) --action", Self.both(first, action)),
                ("--\(name) --outcome failed", Self.both(first, failed)),
                ("--\(name) --since", Self.both(first, since)),
                ("--\(name) --until", Self.both(first, until)),
            ]
        }
        let byActor: Narrowing = { $0.actor = "ada\($1 % 7)" }
        asked += [("host", host), ("node", node), ("resource", resource), ("commit", commit)].map {
            ("--\($0) --actor", Self.both($1, byActor))
        }
        let ofCommit: Narrowing = { $0.commit = Self.commit($1) }
        asked += [("host", host), ("node", node), ("resource", resource)].map {
            ("--\($0) --commit", Self.both($1, ofCommit))
        }
        return asked
    }

    private typealias Narrowing = @Sendable (inout HistoryFilter, Int) -> Void

    private static func both(
        _ first: @escaping @Sendable (Int) -> HistoryFilter, _ second: @escaping Narrowing
    ) -> @Sendable (Int) -> HistoryFilter {
        { number in
            var filter = first(number)
            second(&filter, number)
            return filter
        }
    }
}
