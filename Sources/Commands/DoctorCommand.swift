import ArgumentParser
import BrokerModel
import Reconciliation

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for whatever would make an apply fail, before anything is changed.",
        usage: "isobar doctor [--ref <rev>] [--host <name>] [<options>]",
        discussion: """
            Asks all hosts at the same time: SSH and host key, sudo, packages, Docker, room on disks, clocks, addresses, \
            ports between hosts, names inside containers, images, versions; and the controller for repository, \
            secrets, certificates and ledger. Says under each finding what to do. Nothing is changed.

            Exit status 0 when an apply would go through, notes or not; 1 when something would make it fail; 8 when \
            hosts were not reached.

            Examples:
              isobar doctor
              isobar doctor --ref my-branch --host waloop04
              isobar doctor --format json
            """)

    @Option(help: ArgumentHelp("A branch, tag or commit; the head of the branch by default.", valueName: "rev"))
    var ref: String?

    @OptionGroup var selection: HostOptions

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let progress = PreparationProgress(Terminal(descriptor: 2, environment: session.environment))
            let request = DoctorRequest(revision: ref, hosts: selection.hosts)
            let document: DoctorDocument
            if let reconciler = try opened(session) {
                document = try await reconciler.examine(request, report: progress.show)
                progress.finish()
            } else {
                return
            }
            try print(document, session)
        }
    }

    /// Nil after saying what keeps the controller itself from working.
    private func opened(_ session: Session) throws -> Reconciler? {
        do {
            return try session.reconciler()
        } catch let failure as Failure {
            try print(DoctorDocument(stoppedBy: failure, in: "controller", at: WallClock.now()), session)
            return nil
        }
    }

    private func print(_ document: DoctorDocument, _ session: Session) throws {
        switch format {
        case .text:
            let terminal = Terminal(descriptor: 1, environment: session.environment)
            StandardStream.output.write(DoctorText(document: document, terminal: terminal).render())
        case .json:
            StandardStream.output.write(JSONText.text(document))
        }
        let status = document.exitStatus
        if status != 0 { throw Ending(status: status) }
    }
}
