import BrokerModel
import History
import Hummingbird
import Ledger
import Reconciliation

/// What ran where at a past moment, by what was observed.
struct StateRoute {
    let ledger: LedgerStore
    let clock: @Sendable () -> Timestamp

    func add<Context: CallerContext>(to router: RouterGroup<Context>) {
        router.get("state") { request, _ in
            let query = try QueryReader(
                request, known: HistoryParameters.ofState.union(PageRequest.parameters).union(["at"]))
            let now = clock()
            let moment = try query.moment("at") ?? now
            guard moment <= now else {
                throw Failure(
                    .usage, attempted: "read the query", on: "at", response: "\(moment) is in the future",
                    remedy: "what is to come is in a plan: GET /api/v1/plans")
            }
            let filter = try HistoryParameters.state(query)
            let document = StateDocument(try await ledger.state(at: moment, matching: filter))
            let (hosts, next) = try PageRequest(query).part(of: document.hosts) { $0.host }
            return try Answer.json(StatePage(at: document.at, hosts: hosts, nextCursor: next))
        }
    }
}
