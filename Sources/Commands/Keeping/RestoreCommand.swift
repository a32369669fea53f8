import ArgumentParser
import BrokerModel
import Ledger
import Reconciliation

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a copy of the ledger in its place.",
        discussion: """
            The copy is checked whole first. The ledger that is in its place is kept beside it, and with it what happened \
            since the copy was made. No host is touched: what is Isobar's stands on the hosts, and the next 'isobar plan' \
            looks at them. What was applied after the copy counts as pending then, and nothing restarts for it. Not while the \
            service or a run holds the lock. A record notes what the copy lacks of what was published.

            Example:
              isobar restore /backup/isobar-2026-11-21.sqlite
            """)

    @Argument(help: "A file that 'isobar backup' made.")
    var file: String

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let path = session.configuration.database
            let lock = try RunLock(database: path, holder: "restore by \(session.actor)")
            defer { lock.release() }
            let result = try LedgerRestore.run(from: file, to: path, at: WallClock.now())
            // Brings a copy of an older version to this one's schema, and notes who did it.
            let ledger = try LedgerStore(path: path, clock: WallClock.now)
            try await ledger.note(
                "restore", "ledger", by: session.actor, outcome: "restored",
                detail: "from \(file), which ended with record \(result.copy.head)")
            do {
                _ = try await PublishedLoss.note(
                    in: ledger, session, after: result.copy.head.sequence, reason: "restored from \(file)")
            } catch {
                StandardStream.error.write(
                    "isobar: warning: the repository cannot be asked what is missing: \(error)\n"
                        + "  hint: when it can be: isobar audit lost\n")
            }
            StandardStream.output.write(
                CopyRendering(file: path, copy: result.copy, former: result.former).render(format))
        }
    }
}
