import ArgumentParser

struct HostCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "host",
        abstract: "Host keys to pin.",
        subcommands: [HostScanCommand.self])
}
