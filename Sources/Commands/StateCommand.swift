import ArgumentParser
import BrokerModel
import History
import Ledger

struct StateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "What ran where at any past moment, and what changed between two.",
        usage: """
            isobar state [--at <time>] [<filters>] [--all] [<options>]
            isobar state --diff <time> <time> [<filters>] [<options>]
            """,
        discussion: """
            Answers from what was observed, not from what was wanted; no host is touched. Each host says when it was \
            seen. What nobody looked at is not known, and is never taken for unchanged: such resources bear a '?' and \
            are as they were seen last. A '~' marks what was the same before and after a time in which nobody looked.

            --actor, --commit, --action and --outcome ask for the last step on a resource until then, --since and \
            --until for since when it was seen so.

            Examples:
              isobar state --at 2026-11-17T10:00:00Z
              isobar state --at 7d --host waloop01 --all
              isobar state --at 2h --node ca-eccc-msc --format json
              isobar state --diff 7d 0s              what is different from a week ago
              isobar state --diff 2026-11-01 2026-12-01 --format csv > november.csv
              isobar state --actor ada --since 1d    what she changed last, and stands
            """)

    @Option(
        help: ArgumentHelp(
            "The moment: 7d, 2h, 2026-11-21, 2026-11-21T10:00:00Z. Now when left out.", valueName: "time"))
    var at: Moment?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Two moments: what is different at the second.", valueName: "time"))
    var diff: [Moment] = []

    @Flag(help: "Also what does not run: files, directories, networks, images.")
    var all = false

    @Option(help: "text, json or csv.")
    var format = QueryFormat.text

    @OptionGroup var trust: TrustOptions
    @OptionGroup var filters: FilterOptions
    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if !diff.isEmpty, diff.count != 2 { throw ValidationError("--diff takes two moments: --diff 7d 0s.") }
        if !diff.isEmpty, at != nil { throw ValidationError("--at is one moment, --diff are two: give either.") }
        try filters.validateOutcomes(ofSteps: true)
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let ledger = try session.ledger()
            let now = WallClock.now()
            let filter = filters.filter(at: now)
            let terminal = Terminal(descriptor: 1, environment: session.environment)
            let text: String
            if diff.count == 2 {
                let moments = diff.map { $0.timestamp(at: now) }
                try checkOrder(of: moments[0], moments[1], now: now)
                let before = try await ledger.state(at: moments[0], matching: filter, trust: trust.duration)
                let after = try await ledger.state(at: moments[1], matching: filter, trust: trust.duration)
                text = StateDifferenceRendering(
                    difference: StateDifference(from: before, to: after), trust: trust.duration
                ).render(format, terminal)
            } else {
                let state = try await ledger.state(
                    at: at?.timestamp(at: now) ?? now, matching: filter, trust: trust.duration)
                try checkTime(of: state, now: now)
                let showsAll = all || !filters.resource.isEmpty
                text = StateRendering(
                    state: state, trust: trust.duration, showsAll: showsAll, limit: filters.limit,
                    isFiltered: filter != HistoryFilter(hosts: filter.hosts, limit: filter.limit),
                    hasPruned: try await ledger.hasPruned()
                ).render(format, terminal)
            }
            StandardStream.output.write(text)
        }
    }

    /// Two moments the wrong way round would tell what appeared as gone, or the other
    /// way round, and nobody would see it.
    private func checkOrder(of first: Timestamp, _ second: Timestamp, now: Timestamp) throws {
        guard first > second || second > now else { return }
        throw Failure(
            .usage, attempted: "tell what is different", on: "--diff \(first) \(second)",
            response: second > now ? "the second is in the future" : "the first is after the second",
            remedy: "give the earlier moment first: --diff 7d 0s")
    }

    private func checkTime(of state: FleetState, now: Timestamp) throws {
        guard state.at > now else { return }
        throw Failure(
            .usage, attempted: "tell the state", on: "--at \(state.at)", response: "that is in the future",
            remedy: "'isobar plan' tells what is to come")
    }
}
