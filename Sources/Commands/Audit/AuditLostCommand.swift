import ArgumentParser
import BrokerModel
import Ledger
import Reconciliation

struct AuditLostCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lost",
        abstract: "Note that an earlier ledger, or the end of it, was lost.",
        discussion: """
            A ledger that was begun anew, or restored from an older copy, does not have the records of which heads were \
            published before, and 'isobar audit verify' says so, with exit status 1: it cannot know an accident from \
            somebody who exchanged the file. This notes, as a record by you, that it is known: these heads are taken for \
            what they are from then on, and every 'isobar audit verify' tells what was lost and why. Heads that are \
            published later have to be in the chain as ever.

            'isobar audit import' and 'isobar restore' do the same by themselves.

            Example:
              isobar audit lost --reason "the controller's disk died, INC-4711"
            """)

    @Option(help: ArgumentHelp("What happened; who verifies the chain reads it.", valueName: "text"))
    var reason: String

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw ValidationError("--reason is empty.") }
    }

    func run() async throws {
        try await reportingErrors {
            let session = try Session(configuration)
            let loss = try await PublishedLoss.note(in: try session.ledger(), session, reason: reason)
            StandardStream.output.write(
                loss.map(PublishedLoss.text) ?? "Nothing is missing: every published head is in the ledger.\n")
        }
    }
}
