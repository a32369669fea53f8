import ArgumentParser

struct HostCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "host",
        abstract: "Host keys to pin.",
        discussion: """
            Example:
              isobar host scan --path desired-state
            """,
        subcommands: [HostScanCommand.self])
}
