import ArgumentParser
import BrokerModel
import Controller
import Foundation
import Glibc
import Ledger
import Logging
import Reconciliation
import WebServer

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Watch the branch and keep the hosts equal to it, until told to end.",
        discussion: """
            Looks at branch and hosts every repository.pollSeconds, and whenever isobar sync says so. What git changed is \
            applied as policy.apply says: never (observe), once somebody approved that very plan (approval), or at \
            once (automatic); what moved on a host is mended by itself where policy.selfHeal says so.

            While it runs it holds the run lock: changes go through it, with isobar sync, approve, reject, pause and \
            resume. Its log is JSON, a line an event, on standard error.

            SIGTERM or Ctrl-C finishes the steps at hand and ends; a second one gives them up. SIGHUP reads \
            isobar.yaml again: policy and repository.pollSeconds take effect, other keys after a restart.

            Example:
              isobar serve --config /etc/isobar/isobar.yaml
            """)

    @Flag(help: "Log what is begun, too, not only what ended.")
    var verbose = false

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            // The socket's permissions are what guards it.
            umask(0o077)
            let session = try Session(configuration)
            let reconciler = try session.reconciler()
            let level: Logger.Level = verbose ? .debug : .info
            let log = Logger(label: "isobar") { _ in JSONLogHandler(level: level) }
            let machine = ProcessInfo.processInfo.hostName
            let service = BrokerService(
                reconciler, actor: "isobar@\(machine)", seed: .random(in: .min ... .max),
                log: log, clock: WallClock.now)
            let server = try ServiceServer(
                service, ledger: reconciler.ledger, configuration: session.configuration, machine: machine,
                clock: WallClock.now, log: log)
            let config = configuration.config
            let interruption = try Interruption(onHangup: { Task { await Self.reload(service, config, log) } }) {
                count in
                service.end(urgently: count > 1)
            }
            defer { interruption.end() }
            try await run(service, server)
        }
    }

    /// Until the service ends; a server that fails ends it.
    private func run(_ service: BrokerService, _ server: ServiceServer) async throws {
        let listening = Task {
            do {
                try await server.run()
            } catch {
                service.end()
                throw error
            }
        }
        do {
            try await service.run()
        } catch {
            listening.cancel()
            // So that its socket does not stay behind.
            _ = await listening.result
            throw error
        }
        listening.cancel()
        try await listening.value
    }

    private static func reload(_ service: BrokerService, _ config: String?, _ log: Logger) async {
        do {
            await service.reload(try Session(config: config).configuration)
        } catch let invalid as DesiredStateInvalid {
            let text = invalid.diagnostics.map(\.description).joined(separator: "\n")
            log.error("isobar.yaml is not taken, what was read before holds", metadata: ["error": "\(text)"])
        } catch {
            log.error("isobar.yaml is not taken, what was read before holds", metadata: ["error": "\(error)"])
        }
    }
}
