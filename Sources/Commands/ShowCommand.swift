import ArgumentParser
import BrokerModel
import Ledger
import Reconciliation

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one run: what was done, step by step, and how it ended.",
        discussion: """
            Example:
              isobar show 12
              isobar show 12 --format csv > run.csv
            """)

    @Argument(help: "The run's number, as 'isobar apply' and 'isobar history' print it.")
    var run: Int64

    @Option(help: "text, json or csv (a row for each step).")
    var format = QueryFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let ledger = try session.ledger()
            guard let detail = try await ledger.run(RunID(run)) else {
                let newest = try await ledger.runs(limit: 1).first
                throw Failure(
                    .notFound, attempted: "show run \(run)", on: ledger.path, response: "there is no such run",
                    remedy: newest.map { "the newest run is \($0.id)" } ?? "nothing was applied yet")
            }
            let approval = try await ledger.approval(of: detail.summary.id)
            let isPruned = try await ledger.isPruned(detail.summary.id)
            switch format {
            case .text:
                let terminal = Terminal(descriptor: 1, environment: session.environment)
                StandardStream.output.write(
                    RunText(detail: detail, terminal: terminal, approval: approval, isPruned: isPruned).render())
            case .json:
                StandardStream.output.write(
                    JSONText.text(RunDocument(detail, approval: approval, isPruned: isPruned)))
            case .csv:
                StandardStream.output.write(StepCSV.render(detail))
            }
        }
    }
}
