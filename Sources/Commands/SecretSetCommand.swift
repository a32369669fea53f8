import ArgumentParser
import BrokerModel
import Glibc
import Secrets

struct SecretSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Encrypt a value into secrets/NAME.age.",
        discussion: """
            The value comes from standard input, less one line break at its end; on a terminal it is asked for, \
            twice, without being shown. It is never an argument, where others on this machine could read it.

            Examples:
              isobar secret set publisher
              isobar secret set certificate --path state < chain-and-key.pem
            """)

    @Argument(help: "The name, as {secret: name} refers to it.")
    var name: String

    @OptionGroup var workingCopy: WorkingCopyOptions

    func run() async throws {
        let secrets = try workingCopy.secrets()
        guard let secret = SecretName(name) else {
            throw Failure(
                .usage, attempted: "set a secret", on: "its name",
                response: "a name has small letters, digits, dots, underscores and hyphens, at most 64, and begins "
                    + "with a letter or digit")
        }
        // Nobody types a value that cannot be kept.
        _ = try secrets.recipients()
        let value = try SecretInput.read(secret)
        let existed = try await secrets.set(secret, to: value)
        let verb = existed ? "Changed" : "Made"
        let file = "secrets/\(secret).age"
        StandardStream.output.write(
            "\(verb) \(workingCopy.name(of: secrets.file(of: secret))). To have it applied:\n"
                + "  \(workingCopy.commit(file, "\(existed ? "Change" : "Add") the secret \(secret)"))\n"
        )
    }
}
