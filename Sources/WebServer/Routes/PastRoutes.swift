import BrokerModel
import Controller
import History
import Hummingbird
import Ledger
import Reconciliation

/// Questions about the past that are no lists: what differs, why, how available.
struct PastRoutes {
    let service: BrokerService
    let ledger: LedgerStore

    /// The copy of the repository, for the names a node had; nil when there is none.
    let source: DesiredStateSource?
    let clock: @Sendable () -> Timestamp

    func add<Context: CallerContext>(to router: RouterGroup<Context>) {
        router.get("state/difference") { request, _ in
            let query = try QueryReader(request, known: HistoryParameters.ofState.union(["from", "to", "trustSeconds"]))
            let now = clock()
            guard let from = try query.moment("from") else {
                throw Failure(
                    .usage, attempted: "read the query", on: "from", response: "it is missing",
                    remedy: "give the earlier of two moments: from=2026-11-21T10:00:00Z")
            }
            let to = try query.moment("to") ?? now
            guard from < to, to <= now else {
                throw Failure(
                    .usage, attempted: "read the query", on: "from and to",
                    response: "\(from) is not before \(to), or that is in the future")
            }
            let filter = try HistoryParameters.state(query)
            let trust = try HistoryParameters.trust(query)
            let difference = StateDifference(
                from: try await ledger.state(at: from, matching: filter, trust: trust),
                to: try await ledger.state(at: to, matching: filter, trust: trust))
            return try Answer.json(StateDifferenceDocument(difference, trust: trust))
        }
        router.get("availability") { request, _ in
            let query = try QueryReader(
                request, known: ["since", "until", "host", "node", "limit", "trustSeconds"])
            let period = try HistoryParameters.period(query, now: clock())
            let limit = try query.value("limit", "a number from 1 to 10000") { text in
                Int(text).flatMap { (1...10_000).contains($0) ? $0 : nil }
            }
            let scope = try HistoryParameters.state(query)
            let trust = try HistoryParameters.trust(query)
            let report = try await ledger.availability(
                over: period, nodes: scope.nodes, hosts: scope.hosts, trust: trust)
            var document = AvailabilityDocument(report, goal: AvailabilityGoal(), trust: trust)
            if let limit { document.nodes = Array(document.nodes.prefix(limit)) }
            return try Answer.json(document)
        }
        router.get("life") { request, _ in
            let query = try QueryReader(request, known: ["node"])
            guard let node = try query.value("node", "a centre identifier", { CentreID($0) }) else {
                throw Failure(
                    .usage, attempted: "read the query", on: "node", response: "it is missing",
                    remedy: "give a centre identifier: node=ca-eccc-msc")
            }
            return try Answer.json(NodeLifeDocument(try await NodeLife(of: node, in: ledger, source)))
        }
        router.get("why") { request, _ in
            let query = try QueryReader(request, known: ["resource", "property", "earlier"])
            guard let address = try query.value("resource", "an address: host/kind/name", { ResourceAddress($0) })
            else {
                throw Failure(
                    .usage, attempted: "read the query", on: "resource", response: "it is missing",
                    remedy: "give an address: resource=waloop01/container/ca-eccc-msc")
            }
            let earlier = try query.value("earlier", "a number from 0 to 500") { text in
                Int(text).flatMap { (0...500).contains($0) ? $0 : nil }
            }
            let property = try query.text("property")
            var document = try await service.why(address, earlier: earlier ?? 3)
            if let property { try document.narrow(to: property) }
            return try Answer.json(document)
        }
    }
}
