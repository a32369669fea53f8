import BrokerModel
import SSH

/// A stream to a simulated engine.
actor EngineStream: ByteStream {
    private let ticket: EngineTicket
    private let world: SimulatedWorld
    private let controller: ControllerLife
    private var received: [UInt8] = []
    private var isClosed = false

    /// The events it follows, from the request for them on.
    private var subscription: Int?

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
            if let subscription { return try await follow(subscription) }
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
            if call.method == "GET", call.path == ["events"] {
                subscription = try await world.follow(call, ticket, for: controller)
                return EngineReply.subscription
            }
            let answer = try await world.answer(call, ticket, for: controller)
            return isClosed ? [] : answer
        } catch {
            isClosed = true
            throw error
        }
    }

    private func follow(_ subscription: Int) async throws -> [UInt8] {
        switch await world.nextEvents(subscription) {
        case .bytes(let bytes): return bytes
        case .end: return []
        case .broken:
            isClosed = true
            throw SimulatedWorld.lost(ticket.host)
        }
    }

    func finishWriting() {}

    func close() async {
        isClosed = true
        wake()
        if let subscription { await world.unfollow(subscription) }
    }

    private func wake() {
        reader?.resume()
        reader = nil
    }

    private var broken: Failure {
        Failure(.connectionLost, attempted: "write to the host", on: ticket.host, response: "the stream is closed")
    }
}
