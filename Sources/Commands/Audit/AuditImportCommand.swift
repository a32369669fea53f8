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
            """)

    @Argument(help: "Files that 'isobar audit export' wrote, in their order.")
    var file: [String]

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let lock = try RunLock(database: session.configuration.database, holder: "import by \(session.actor)")
            defer { lock.release() }
            let ledger = try LedgerStore(path: session.configuration.database, clock: WallClock.now)
            var last: AuditPlace?
            for path in file {
                let result = try await ledger.importAudit(from: path)
                StandardStream.output.write(
                    "\(path): \(CountText.text(result.records, "record")), \(CountText.text(result.runs, "run")), "
                        + "\(CountText.text(result.steps, "step")), \(CountText.text(result.looks, "look")), "
                        + "\(CountText.text(result.observations, "observation")).\n")
                last = result.last ?? last
            }
            try await ledger.note(
                "import", "ledger", by: session.actor, outcome: "imported",
                detail: "from \(file.joined(separator: ", ")), up to record \(last?.description ?? "0")")
            StandardStream.output.write(await Self.tellMissing(after: last?.sequence ?? 0, ledger, session))
            StandardStream.output.write(
                "Open decisions and pauses are to be given again. 'isobar plan' looks at the hosts.\n")
        }
    }

    /// What is known to have been in the ledger that was lost.
    private static func tellMissing(after last: Int64, _ ledger: LedgerStore, _ session: Session) async -> String {
        do {
            let loss = try await PublishedLoss.note(
                in: ledger, session, after: last, reason: "rebuilt from an export")
            return loss.map(PublishedLoss.text)
                ?? "Missing: nothing that is known of. What happened after the last run would not be.\n"
        } catch {
            return "Missing: what was done after record \(last); the repository cannot be asked how much: \(error)\n"
                + "  hint: when it can be: isobar audit lost\n"
        }
    }
}
