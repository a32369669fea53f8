import BrokerModel
import SSH

/// The way to a simulated host.
struct SimulatedTransport: Transport {
    let host: String

    /// Where the controller looks for the host.
    let address: String
    let world: SimulatedWorld
    let controller: ControllerLife

    func run(_ command: RemoteCommand) async throws -> CommandResult {
        let limit = command.timeout
        let command = try helper(command)
        return try await withThrowingTaskGroup(of: CommandResult?.self) { group in
            group.addTask { try await world.run(command, on: host, at: address, by: controller) }
            group.addTask {
                try? await world.timer.deadlines.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else {
                throw Failure(
                    .deadlineExceeded, attempted: "run a command", on: host, response: "no answer within \(limit)")
            }
            return result
        }
    }

    func open(_ command: RemoteCommand) async throws -> any ByteStream {
        let ticket = try await world.openEngine(try helper(command), on: host, by: controller)
        return EngineStream(ticket, world, controller)
    }

    func close() async {}

    private func helper(_ command: RemoteCommand) throws -> HelperCommand {
        guard let helper = HelperCommand(command) else {
            throw Failure(
                .commandFailed, attempted: "run a command", on: host,
                response: "a simulated host knows no other program than the helper")
        }
        return helper
    }
}
