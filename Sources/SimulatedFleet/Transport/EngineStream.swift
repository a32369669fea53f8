import BrokerModel
import SSH

/// A stream to a simulated engine.
actor EngineStream: ByteStream {
    private let ticket: EngineTicket
    private let world: SimulatedWorld
    private let controller: ControllerLife
    private var received: [UInt8] = []
    private var isClosed = false

    /// Who waits for more to arrive: an archive is answered while it is sent.
    private var reader: CheckedContinuation<Void, Never>?

    init(_ ticket: EngineTicket, _ world: SimulatedWorld, _ controller: ControllerLife) {
        self.ticket = ticket
        self.world = world
        self.controller = controller
    }

    func write(_ bytes: [UInt8]) throws {
        if isClosed { throw broken }
        received += bytes
        wake()
    }

    func read() async throws -> [UInt8] {
        while !isClosed, !Task.isCancelled {
            if let call = EngineCall.take(from: &received) { return try await answer(call) }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    // The handler may have come first.
                    if Task.isCancelled { return continuation.resume() }
                    reader = continuation
                }
            } onCancel: {
                Task { await self.wake() }
            }
        }
        return []
    }

    private func answer(_ call: EngineCall) async throws -> [UInt8] {
        do {
            let answer = try await world.answer(call, ticket, for: controller)
            return isClosed ? [] : answer
        } catch {
            isClosed = true
            throw error
        }
    }

    func finishWriting() {}

    func close() {
        isClosed = true
        wake()
    }

    private func wake() {
        reader?.resume()
        reader = nil
    }

    private var broken: Failure {
        Failure(.connectionLost, attempted: "write to the host", on: ticket.host, response: "the stream is closed")
    }
}
