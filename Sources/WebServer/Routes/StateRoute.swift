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
                request, known: HistoryParameters.ofState.union(PageRequest.parameters).union(["at", "trustSeconds"]))
            let now = clock()
            let cursor = try query.value("cursor", "a nextCursor of this list") { StateCursor($0) }
            let asked = try query.moment("at")
            // As answers tell it, to the millisecond.
            if let asked, let cursor, asked.description != cursor.moment.description {
                throw Failure(
                    .usage, attempted: "read the query", on: "at",
                    response: "the cursor is of the state at \(cursor.moment)",
                    remedy: "leave 'at' out: the cursor has the moment")
            }
            let moment = cursor?.moment ?? asked ?? now
            guard moment <= now else {
                throw Failure(
                    .usage, attempted: "read the query", on: "at", response: "\(moment) is in the future",
                    remedy: "what is to come is in a plan: GET /api/v1/plans")
            }
            let filter = try HistoryParameters.state(query)
            let trust = try HistoryParameters.trust(query)
            let document = StateDocument(
                try await ledger.state(at: moment, matching: filter, trust: trust), trust: trust)
            let page = PageRequest(limit: try PageRequest(query).limit, cursor: cursor?.host)
            let (hosts, last) = page.part(of: document.hosts) { $0.host }
            return try Answer.json(
                StatePage(
                    at: document.at, trustSeconds: document.trustSeconds, hosts: hosts,
                    nextCursor: last.map { StateCursor(moment: moment, host: $0).description }))
        }
    }
}
