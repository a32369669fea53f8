import BrokerModel
import Foundation
import SSH
import Synchronization
import TestSupport

/// Runs the commands of a host on this machine, as root and in a view.
final class LocalTransport: Transport {
    private let directory: URL
    private let count = Atomic(0)

    /// Commands run so far.
    var runs: Int { count.load(ordering: .relaxed) }

    init(view directory: URL) {
        self.directory = directory
    }

    func run(_ command: RemoteCommand) async throws -> CommandResult {
        count.add(1, ordering: .relaxed)
        let words = try HostView.words(directory.path, command.words.commandLine)
        let ended = try await Machine.execute(words, input: command.input)
        return CommandResult(ending: .status(ended.status), output: ended.output, errorOutput: ended.errorOutput)
    }

    /// There is no engine here.
    func open(_ command: RemoteCommand) async throws -> any ByteStream {
        throw Failure(
            .commandFailed, attempted: "open a stream", on: "view",
            response: "dial unix /var/run/docker.sock: connect: connection refused")
    }

    func close() async {}
}
