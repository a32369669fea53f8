import ArgumentParser
import BrokerModel
import Ledger
import Reconciliation

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one run: what was done, step by step, and how it ended. Or a plan, as it was shown.",
        discussion: """
            A plan is kept when it waits for a person, when 'isobar plan' showed it after a look, and when it was applied: what was \
            approved or rejected can be read later, whatever became of it ('isobar audit log --action propose').

            Examples:
              isobar show 12
              isobar show 12 --format csv > run.csv
              isobar show sha256:7e1f0c2d9a
            """)

    @Argument(
        help: ArgumentHelp(
            "The run's number, as 'isobar apply' and 'isobar history' print it; or the digest of a plan, or its first digits.",
            valueName: "run|plan"))
    var what: String

    @Option(help: "text, json or csv (a row for each step).")
    var format = QueryFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if Int64(what) == nil { _ = try PlanName(what) }
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let ledger = try session.ledger()
            if what.utf8.count < PlanName.leastDigits, let number = Int64(what) {
                try await show(RunID(number), of: ledger, session)
            } else {
                try await show(try PlanName(what).digest(in: ledger), of: ledger, session)
            }
        }
    }

    private func show(_ run: RunID, of ledger: LedgerStore, _ session: Session) async throws {
        guard let detail = try await ledger.run(run) else {
            let newest = try await ledger.runs(limit: 1).first
            throw Failure(
                .notFound, attempted: "show run \(run)", on: ledger.path, response: "there is no such run",
                remedy: newest.map { "the newest run is \($0.id)" } ?? "nothing was applied yet")
        }
        let approval = try await ledger.approval(of: run)
        switch format {
        case .text:
            let terminal = Terminal(descriptor: 1, environment: session.environment)
            StandardStream.output.write(RunText(detail: detail, terminal: terminal, approval: approval).render())
        case .json:
            StandardStream.output.write(JSONText.text(RunDocument(detail, approval: approval)))
        case .csv:
            StandardStream.output.write(StepCSV.render(detail))
        }
    }

    private func show(_ digest: Digest, of ledger: LedgerStore, _ session: Session) async throws {
        guard let body = try await ledger.plan(digest) else {
            throw Failure(
                .notFound, attempted: "show the plan", on: "\(digest)", response: "no plan of this digest is kept",
                remedy: "see which are: isobar audit log --action propose")
        }
        switch format {
        case .text:
            let plan = try PlanDocument(json: Array(body.utf8), file: "plan/\(digest)")
            StandardStream.output.write(try PlanFormat.text.render(plan, environment: session.environment))
        case .json:
            StandardStream.output.write(body)
        case .csv:
            throw Failure(
                .usage, attempted: "show the plan", on: "\(digest)", response: "a plan has no rows",
                remedy: "take --format text or json")
        }
    }
}
