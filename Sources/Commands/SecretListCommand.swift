import ArgumentParser
import BrokerModel
import DesiredStateReader
import Reconciliation
import Secrets

struct SecretListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The secrets, who can open them, and what uses them.",
        discussion: """
            Opens no secret. Marks those that nothing refers to, those that are referred to and not there, and those \
            that were sealed for more or fewer recipients than secrets/recipients.txt lists now.

            Example:
              isobar secret list --path desired-state
            """)

    @OptionGroup var workingCopy: WorkingCopyOptions

    @Option(help: "text or json.")
    var format = OutputFormat.text

    func run() async throws {
        guard let today = WallClock.now().date else { return }
        let secrets = try workingCopy.secrets()
        let references = try DesiredStateDirectory.read(workingCopy.path, today: today).secretReferences
        let names = try secrets.names()
        var counts: [SecretName: Int] = [:]
        for name in names { counts[name] = try secrets.recipientCount(of: name) }
        // Without the file the list is still of use.
        let recipients = (try? secrets.recipients()) ?? []
        let document = SecretListDocument(names, sealedFor: counts, recipients: recipients, references: references)
        switch format {
        case .text: StandardStream.output.write(SecretListText(document).render())
        case .json: StandardStream.output.write(JSONText.text(document))
        }
    }
}
