import ArgumentParser

struct SecretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret",
        abstract: "Change and list the secrets of a working copy.",
        discussion: """
            Secrets are files secrets/NAME.age beside broker.yaml, encrypted with age for everyone whose public key \
            secrets/recipients.txt lists. These commands change files only: what they did takes effect when it is \
            committed and applied.

            Examples:
              isobar secret set publisher
              isobar secret list
            """,
        subcommands: [SecretSetCommand.self, SecretListCommand.self, SecretRotateCommand.self])
}
