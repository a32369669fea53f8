import BrokerModel
import SSH

/// Runs every command of a host in a ``HostView`` on that host.
struct ViewTransport: Transport {
    let base: any Transport
    let directory: String

    func run(_ command: RemoteCommand) async throws -> CommandResult {
        try await base.run(try inView(command))
    }

    func open(_ command: RemoteCommand) async throws -> any ByteStream {
        try await base.open(try inView(command))
    }

    func close() async {
        await base.close()
    }

    private func inView(_ command: RemoteCommand) throws -> RemoteCommand {
        RemoteCommand(
            ["sudo", "-n"] + (try HostView.words(directory, command.words.commandLine)), input: command.input,
            timeout: command.timeout)
    }
}
