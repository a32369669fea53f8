import BrokerModel
import Hummingbird
import Ledger

/// The filters that all questions about the past share, in a query.
enum HistoryParameters {
    private static let ofRuns: Set<String> = ["actor", "commit", "outcome", "since", "until"]
    private static let ofSteps: Set<String> = ["host", "node", "resource", "action"]

    /// What runs can be asked for by.
    static func runs(_ request: Request) throws -> HistoryFilter {
        try Self.filter(try QueryReader(request, known: ofRuns.union(PageRequest.parameters)), .runs)
    }

    /// What steps can be asked for by.
    static func steps(_ request: Request) throws -> HistoryFilter {
        let query = try QueryReader(request, known: ofRuns.union(ofSteps).union(PageRequest.parameters))
        var filter = try Self.filter(query, .steps)
        filter.hosts = try query.values("host", "a host's name") { HostName($0) }
        filter.nodes = try query.values("node", "a centre identifier") { CentreID($0) }
        filter.resources = try query.values("resource", "an address: host/kind/name") { $0.contains("/") ? $0 : nil }
        filter.actions = try query.values("action", "one of \(actions)") { StepAction(rawValue: $0)?.rawValue }
        return filter
    }

    private static var actions: String { StepAction.allCases.map(\.rawValue).joined(separator: ", ") }

    private static func filter(_ query: QueryReader, _ listing: HistoryCursor.Listing) throws -> HistoryFilter {
        HistoryFilter(
            actor: try query.text("actor"),
            commit: try query.value("commit", "four or more hexadecimal digits of a commit") { text in
                text.count >= 4 && text.allSatisfy(\.isHexDigit) ? text : nil
            },
            outcomes: query.texts("outcome"), since: try query.moment("since"), until: try query.moment("until"),
            limit: try PageRequest(query).limit, after: try PageRequest.past(query, listing))
    }
}
