import ArgumentParser
import BrokerModel
import Ledger
import Reconciliation

struct UnlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock",
        abstract: "Say who holds the run lock; close what a killed run left open.",
        discussion: """
            The lock ends with the process that holds it, however it ends, so that none is ever left behind and none can \
            be broken: where a run or the service holds it, this names them and ends with status 7. Else runs that were \
            killed are closed in the history, with the steps that were at hand, as the next run would do. No host is \
            touched.

            Example:
              isobar unlock
            """)

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let path = session.configuration.database
            let lock = try RunLock(database: path, holder: "unlock by \(session.actor)")
            defer { lock.release() }
            let closed = try await LedgerStore(path: path, clock: WallClock.now).closeAbandonedRuns()
            StandardStream.output.write(UnlockRendering(closed: closed).render(format))
        }
    }
}
