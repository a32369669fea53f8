import BrokerModel
import History
import Hummingbird
import Ledger
import Reconciliation

/// What ran where at a past moment, by what was observed.
struct StateRoute {
    let ledger: LedgerStore
    let clock: @Sendable () -> Timestamp

    private static let parameters: Set<String> = ["at", "host", "node", "resource"]

    func add<Context: CallerContext>(to router: RouterGroup<Context>) {
        router.get("state") { request, _ in
            let query = try QueryReader(request, known: Self.parameters.union(PageRequest.parameters))
            let now = clock()
            let moment = try query.moment("at") ?? now
            guard moment <= now else {
                throw Failure(
                    .usage, attempted: "read the query", on: "at", response: "\(moment) is in the future",
                    remedy: "what is to come is in a plan: GET /api/v1/plans")
            }
            let filter = HistoryFilter(
                hosts: try query.values("host", "a host's name") { HostName($0) },
                nodes: try query.values("node", "a centre identifier") { CentreID($0) },
                resources: try query.values("resource", "an address: host/kind/name") { $0.contains("/") ? $0 : nil })
            let document = StateDocument(try await ledger.state(at: moment, matching: filter))
            let (hosts, next) = try PageRequest(query).part(of: document.hosts) { $0.host }
            return try Answer.json(StatePage(at: document.at, hosts: hosts, nextCursor: next))
        }
    }
}
