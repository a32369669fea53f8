import ArgumentParser
import BrokerModel
import Reconciliation
import Secrets

struct SecretRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-recipients",
        abstract: "Encrypt every secret anew for those in secrets/recipients.txt.",
        discussion: """
            Run it after recipients.txt was changed. Opens every secret with the identity of isobar.yaml and seals \
            it for the recipients of now: all of them, or none. Values stay the same, so nothing on the hosts changes.

            Whoever was taken out has seen the values, and still opens them in old commits: change those that \
            matter with isobar secret set.

            Example:
              echo age1… >> secrets/recipients.txt && isobar secret rotate-recipients
            """)

    @OptionGroup var workingCopy: WorkingCopyOptions
    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reportingErrors {
            let secrets = try workingCopy.secrets()
            let controller = try Session(configuration).configuration
            guard let identity = controller.secretIdentityFile else {
                throw Failure(
                    .secretUnavailable, attempted: "open the secrets", on: controller.file,
                    response: "no identity is configured",
                    remedy: "set secrets: {identityFile: …} to the age identity of this controller")
            }
            let changed = try await secrets.rotateRecipients(identityFile: identity)
            guard !changed.isEmpty else {
                return StandardStream.output.write("There are no secrets.\n")
            }
            let recipients = try secrets.recipients().count
            StandardStream.output.write(
                changed.map { "  secrets/\($0).age\n" }.joined()
                    + "\(changed.count) \(changed.count == 1 ? "secret" : "secrets") sealed anew for \(recipients) "
                    + "\(recipients == 1 ? "recipient" : "recipients"). To have it applied:\n"
                    + "  \(workingCopy.commit("secrets", "Seal the secrets for other recipients"))\n")
        }
    }
}
