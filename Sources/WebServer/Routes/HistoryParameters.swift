import BrokerModel
import History
import Hummingbird
import Ledger

/// The filters that all questions about the past share, in a query.
enum HistoryParameters {
    /// What past states and their resources can be asked for by.
    static var ofState: Set<String> { ofRuns.union(ofSteps) }

    /// What records of the audit chain can be asked for by.
    static var ofRecords: Set<String> { ofRuns.union(ofSteps) }
    private static let ofRuns: Set<String> = ["actor", "commit", "outcome", "since", "until"]
    private static let ofSteps: Set<String> = ["host", "node", "resource", "action"]

    /// What runs can be asked for by.
    static func runs(_ request: Request) throws -> HistoryFilter {
        let query = try QueryReader(request, known: ofRuns.union(PageRequest.parameters))
        var filter = try whoAndWhen(query)
        filter.limit = try PageRequest(query).limit
        filter.after = try PageRequest.past(query, .runs)
        return filter
    }

    /// What steps can be asked for by.
    static func steps(_ request: Request) throws -> HistoryFilter {
        let query = try QueryReader(request, known: ofRuns.union(ofSteps).union(PageRequest.parameters))
        var filter = try state(query)
        filter.limit = try PageRequest(query).limit
        filter.after = try PageRequest.past(query, .steps)
        return filter
    }

    /// What was where; who, what and how are asked of the last step on it.
    static func state(_ query: QueryReader) throws -> HistoryFilter {
        var filter = try records(query)
        filter.actions = try query.values("action", "one of \(actions)") { StepAction(rawValue: $0)?.rawValue }
        return filter
    }

    /// Records are of more than steps: logins, approvals, pauses.
    static func records(_ query: QueryReader) throws -> HistoryFilter {
        var filter = try whoAndWhen(query)
        filter.hosts = try query.values("host", "a host's name") { HostName($0) }
        filter.nodes = try query.values("node", "a centre identifier") { CentreID($0) }
        filter.resources = try query.values("resource", "an address: host/kind/name") { $0.contains("/") ? $0 : nil }
        filter.actions = query.texts("action")
        return filter
    }

    /// How long a look is taken to tell what is there, when none follows.
    static func trust(_ query: QueryReader) throws -> Duration {
        let least = Int(HostLook.leastTrust.components.seconds)
        let seconds = try query.value("trustSeconds", "a number from \(least) to \(longestTrust)") { text in
            Int(text).flatMap { (least...longestTrust).contains($0) ? $0 : nil }
        }
        return seconds.map { .seconds($0) } ?? HostLook.trust
    }

    /// A leap year.
    private static let longestTrust = 366 * 86_400

    /// The last 30 days unless said otherwise; never the future.
    static func period(_ query: QueryReader, now: Timestamp) throws -> TimeSpan {
        let from = try query.moment("since") ?? now - .seconds(30 * 86_400)
        guard let period = TimeSpan(from, min(try query.moment("until") ?? now, now)) else {
            throw Failure(
                .usage, attempted: "read the query", on: "since",
                response: "nothing lies between \(from) and the end of the period")
        }
        return period
    }

    private static var actions: String { StepAction.allCases.map(\.rawValue).joined(separator: ", ") }

    private static func whoAndWhen(_ query: QueryReader) throws -> HistoryFilter {
        HistoryFilter(
            actor: try query.text("actor"),
            commit: try query.value("commit", "four or more hexadecimal digits of a commit") { text in
                text.count >= 4 && text.allSatisfy(\.isHexDigit) ? text : nil
            },
            outcomes: query.texts("outcome"), since: try query.moment("since"), until: try query.moment("until"))
    }
}
