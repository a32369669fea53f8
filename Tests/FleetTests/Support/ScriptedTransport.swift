import BrokerModel
import SSH
import Synchronization

/// Answers commands from a closure and remembers them.
final class ScriptedTransport: Transport {
    private let answer: @Sendable (RemoteCommand) -> CommandResult
    private let seen = Mutex<[RemoteCommand]>([])

    var commands: [RemoteCommand] { seen.withLock { $0 } }

    init(_ answer: @escaping @Sendable (RemoteCommand) -> CommandResult) {
        self.answer = answer
    }

    func run(_ command: RemoteCommand) async throws -> CommandResult {
        seen.withLock { $0.append(command) }
        return answer(command)
    }

    func open(_ command: RemoteCommand) async throws -> any ByteStream {
        throw Failure(.connectionLost, attempted: "open a stream", on: "script", response: "there is none")
    }

    func close() async {}
}
