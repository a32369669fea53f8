import BrokerModel
import SSH

/// A stream to a simulated engine.
actor EngineStream: ByteStream {
    private let ticket: EngineTicket
    private let world: SimulatedWorld
    private let controller: ControllerLife
    private var received: [UInt8] = []
    private var isClosed = false

    init(_ ticket: EngineTicket, _ world: SimulatedWorld, _ controller: ControllerLife) {
        self.ticket = ticket
        self.world = world
        self.controller = controller
    }

    func write(_ bytes: [UInt8]) throws {
        if isClosed { throw broken }
        received += bytes
    }

    func read() async throws -> [UInt8] {
        guard !isClosed, let call = EngineCall.take(from: &received) else { return [] }
        do {
            let answer = try await world.answer(call, ticket, for: controller)
            return isClosed ? [] : answer
        } catch {
            isClosed = true
            throw error
        }
    }

    func finishWriting() {}

    func close() { isClosed = true }

    private var broken: Failure {
        Failure(.connectionLost, attempted: "write to the host", on: ticket.host, response: "the stream is closed")
    }
}
