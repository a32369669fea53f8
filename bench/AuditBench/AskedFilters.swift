import BrokerModel
import Ledger

/// The filters that are measured, each alone and in the pairs that
/// docs/history.md names. They change from question to question.
struct AskedFilters {
    let history: GeneratedHistory

    /// The end of the last day, in seconds since 1970.
    let last: Int64

    /// Of runs and steps.
    var ofHistory: [(String, @Sendable (Int) -> HistoryFilter)] {
        let hosts = history.hosts
        let centres = history.centres
        let last = last
        let address = history.address
        return [
            ("of all runs", { _ in HistoryFilter() }),
            ("--host", { HistoryFilter(hosts: [hosts[$0 % hosts.count]]) }),
            ("--node", { HistoryFilter(nodes: [centres[$0 % centres.count]]) }),
            ("--actor", { HistoryFilter(actor: "ada\($0 % 7)") }),
            ("--outcome failed", { _ in HistoryFilter(outcomes: ["failed"]) }),
            ("--action", { _ in HistoryFilter(actions: ["replace"]) }),
            ("--since", { HistoryFilter(since: Timestamp(seconds: last - Int64($0 + 1) * 86_400)) }),
            ("--commit", { HistoryFilter(commit: Self.commit($0)) }),
            ("--resource", { HistoryFilter(resources: [address($0 % GeneratedHistory.nodes, 0).description]) }),
            ("--host --outcome failed", { HistoryFilter(hosts: [hosts[$0 % hosts.count]], outcomes: ["failed"]) }),
            ("--host --since", {
                HistoryFilter(hosts: [hosts[$0 % hosts.count]], since: Timestamp(seconds: last - 30 * 86_400))
            }),
            ("--host --until", {
                HistoryFilter(hosts: [hosts[$0 % hosts.count]], until: Self.day($0))
            }),
            ("--node --until", {
                HistoryFilter(nodes: [centres[$0 % centres.count]], until: Self.day($0))
            }),
            ("--resource --until", {
                HistoryFilter(resources: [address($0 % GeneratedHistory.nodes, 0).description], until: Self.day($0))
            }),
            ("--resource --since", {
                HistoryFilter(
                    resources: [address($0 % GeneratedHistory.nodes, 0).description],
                    since: Timestamp(seconds: last - 30 * 86_400))
            }),
            ("--resource --outcome failed", {
                HistoryFilter(
                    resources: [address($0 % GeneratedHistory.nodes, 0).description], outcomes: ["failed"])
            }),
            ("--node --since", {
                HistoryFilter(nodes: [centres[$0 % centres.count]], since: Timestamp(seconds: last - 30 * 86_400))
            }),
            ("--node --outcome failed", { HistoryFilter(nodes: [centres[$0 % centres.count]], outcomes: ["failed"]) }),
            ("--actor --outcome failed", { HistoryFilter(actor: "ada\($0 % 7)", outcomes: ["failed"]) }),
            ("--actor --since", {
                HistoryFilter(actor: "ada\($0 % 7)", since: Timestamp(seconds: last - 30 * 86_400))
            }),
            ("--action --outcome failed", { _ in HistoryFilter(actions: ["replace"], outcomes: ["failed"]) }),
            ("--action delete, of which there is none", { _ in HistoryFilter(actions: ["delete"]) }),
            ("--commit --host", {
                HistoryFilter(hosts: [hosts[$0 % hosts.count]], commit: Self.commit($0))
            }),
        ]
    }

    /// The end of one of the first days: all that came later is in the way.
    static func day(_ number: Int) -> Timestamp {
        Timestamp(seconds: GeneratedHistory.start + Int64(number + 1) * GeneratedHistory.day)
    }

    /// The first digits of one of the first commits.
    static func commit(_ number: Int) -> String {
        String(Digest(of: "commit \(number % 20)").hexadecimal.prefix(10))
    }
}
