import ArgumentParser
import BrokerModel
import Ledger

/// The filters that all questions about the past share.
struct FilterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What happened on this host; may be given more than once.", valueName: "name"))
    var host: [String] = []

    @Option(help: ArgumentHelp("What happened to this node; may be given more than once.", valueName: "centre-id"))
    var node: [String] = []

    @Option(
        help: ArgumentHelp(
            "What happened to this resource, or to all below it: waloop01/container/ca-eccc-msc, wlb01/file/etc.",
            valueName: "address"))
    var resource: [String] = []

    @Option(help: ArgumentHelp("Who did it: ada@wmanage, or ada for her on any machine.", valueName: "who"))
    var actor: String?

    @Option(help: ArgumentHelp("The commit, or the first digits of it.", valueName: "commit"))
    var commit: String?

    @Option(
        help: ArgumentHelp(
            "What was done: create, update, replace, delete or run; of records any.", valueName: "action"))
    var action: [String] = []

    @Option(
        help: ArgumentHelp(
            "How it ended. \(Self.outcomes)",
            valueName: "outcome"))
    var outcome: [String] = []

    @Option(help: ArgumentHelp("From this time on: 7d, 2h, 2026-11-21, 2026-11-21T10:00:00Z.", valueName: "time"))
    var since: Moment?

    @Option(help: ArgumentHelp("Before this time.", valueName: "time"))
    var until: Moment?

    @Option(help: ArgumentHelp("At most so many.", valueName: "n"))
    var limit: Int?

    private static let runOutcomes = RunOutcome.allCases.map(\.rawValue)
    private static let stepOutcomes = ["succeeded", "failed", "skipped", "unknown"]

    func validate() throws {
        try NameCheck.hosts(host)
        try NameCheck.nodes(node)
        for text in resource where !text.contains("/") {
            throw ValidationError("'\(text)' is no address. An address is host/kind/name; for all of a host use --host.")
        }
        if let commit, commit.count < 4 || !commit.allSatisfy(\.isHexDigit) {
            throw ValidationError("'\(commit)' is no commit. Give at least the first four of its hexadecimal digits.")
        }
        if let limit, !(1...10_000).contains(limit) { throw ValidationError("--limit takes a number from 1 to 10000.") }
    }

    /// Whether what is asked for was done to resources, and not another record.
    private func validateActions() throws {
        for text in action where StepAction(rawValue: text) == nil {
            let known = StepAction.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError(
                "There is no action '\(text)'. Actions: \(known). Of other records: isobar audit log --action \(text)")
        }
    }

    private static let outcomes =
        "Runs: \(runOutcomes.joined(separator: ", ")). Steps: \(stepOutcomes.joined(separator: ", "))."

    /// Whether actions and outcomes are of what is asked for: runs or steps. Of
    /// records there are others.
    func validateOutcomes(ofSteps asksForSteps: Bool) throws {
        try validateActions()
        for text in outcome where !(Self.runOutcomes + Self.stepOutcomes).contains(text) {
            throw ValidationError("Nothing ends as '\(text)'. \(Self.outcomes)")
        }
        let known = asksForSteps ? Self.stepOutcomes : Self.runOutcomes
        for text in outcome where !known.contains(text) {
            throw ValidationError(
                "No \(asksForSteps ? "step" : "run") ends as '\(text)'. Outcomes: \(known.joined(separator: ", ")).")
        }
    }

    /// - Parameter limit: how many where nobody says.
    func filter(at now: Timestamp, limit standard: Int = 20) -> HistoryFilter {
        HistoryFilter(
            hosts: host.compactMap { HostName($0) }, nodes: node.compactMap { CentreID($0) }, resources: resource,
            actor: actor, commit: commit, actions: action, outcomes: outcome,
            since: since?.timestamp(at: now), until: until?.timestamp(at: now), limit: limit ?? standard)
    }
}
