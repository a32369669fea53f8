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
            let query = try QueryReader(request, known: HistoryParameters.ofState.union(["from", "to"]))
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
            let difference = StateDifference(
                from: try await ledger.state(at: from, matching: filter),
                to: try await ledger.state(at: to, matching: filter))
            return try Answer.json(StateDifferenceDocument(difference))
        }
        router.get("availability") { request, _ in
            let query = try QueryReader(request, known: ["since", "until", "host", "node"])
            let now = clock()
            let from = try query.moment("since") ?? now - .seconds(30 * 86_400)
            guard let period = TimeSpan(from, min(try query.moment("until") ?? now, now)) else {
                throw Failure(
                    .usage, attempted: "read the query", on: "since",
                    response: "nothing lies between \(from) and the end of the period")
            }
            let scope = try HistoryParameters.state(query)
            let report = try await ledger.availability(over: period, nodes: scope.nodes, hosts: scope.hosts)
            return try Answer.json(AvailabilityDocument(report, goal: AvailabilityGoal()))
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
            let query = try QueryReader(request, known: ["resource", "earlier"])
            guard let address = try query.value("resource", "an address: host/kind/name", { ResourceAddress($0) })
            else {
                throw Failure(
                    .usage, attempted: "read the query", on: "resource", response: "it is missing",
                    remedy: "give an address: resource=waloop01/container/ca-eccc-msc")
            }
            let earlier = try query.value("earlier", "a number from 0 to 500") { text in
                Int(text).flatMap { (0...500).contains($0) ? $0 : nil }
            }
            return try Answer.json(try await service.why(address, earlier: earlier ?? 3))
        }
    }
}
