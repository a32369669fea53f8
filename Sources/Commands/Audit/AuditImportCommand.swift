import ArgumentParser
import BrokerModel
import Ledger
import Reconciliation
import Reports

struct AuditImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring an exported history into a new ledger.",
        discussion: """
            For a ledger that was lost. The export has to begin where the ledger ends: a whole one goes into an empty \
            ledger, its continuation after it. Every record's hash is computed anew; a file that was changed is refused, \
            and then nothing of it is brought in.

            What comes back: records, runs with plans and steps, what was observed, and what counts as applied. What was \
            never exported is lost; how much that is, the heads published in the repository tell, and a record notes it. \
            The next 'isobar plan' looks at the hosts, which know what is Isobar's.

            Example:
              isobar audit import audit.jsonl
              isobar audit import audit.jsonl --format json
            """)

    @Argument(help: "Files that 'isobar audit export' wrote, in their order.")
    var file: [String]

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let lock = try RunLock(database: session.configuration.database, holder: "import by \(session.actor)")
            defer { lock.release() }
            let ledger = try LedgerStore(path: session.configuration.database, clock: WallClock.now)
            var report = ImportReport()
            for path in file {
                let result = try await ledger.importAudit(from: path)
                report.add(result, from: path)
                if format == .text { StandardStream.output.write(ImportReport.text(result, from: path)) }
            }
            try await ledger.note(
                "import", "ledger", by: session.actor, outcome: "imported",
                detail: "from \(file.joined(separator: ", ")), up to record \(report.last?.description ?? "0")")
            do {
                report.missing = try await PublishedLoss.note(
                    in: ledger, session, after: report.last?.sequence ?? 0, reason: "rebuilt from an export")
            } catch {
                report.unasked = "\(error)"
            }
            StandardStream.output.write(format == .text ? report.ending : report.json)
        }
    }
}
