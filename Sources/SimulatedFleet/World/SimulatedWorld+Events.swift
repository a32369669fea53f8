/// Streams of events: `GET /events` of the engines.
extension SimulatedWorld {
    /// What comes next on a stream of events.
    enum EventPart: Sendable {
        case bytes([UInt8])
        case end
        case broken
    }

    /// Subscribes. Whatever happens from now on is told.
    func follow(_ call: EngineCall, _ ticket: EngineTicket, for controller: ControllerLife) async throws -> Int {
        try await travel(controller)
        let host = try reach(ticket.host, ticket)
        lastSubscription += 1
        subscriptions[lastSubscription] = EventSubscription(call, ticket, host, at: timer.now())
        return lastSubscription
    }

    func unfollow(_ number: Int) {
        wake(number)
        subscriptions[number] = nil
    }

    /// Waits for the next events.
    func nextEvents(_ number: Int) async -> EventPart {
        while !Task.isCancelled, let subscription = subscriptions[number] {
            if let bytes = subscriptions[number]?.take(), !bytes.isEmpty { return .bytes(bytes) }
            switch subscription.end {
            case .engine: return .end
            case .connection: return .broken
            case nil: break
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    // The handler may have come first.
                    if Task.isCancelled { return continuation.resume() }
                    subscriptions[number]?.reader = continuation
                }
            } onCancel: {
                Task { await self.wake(number) }
            }
        }
        return .end
    }

    private func wake(_ number: Int) {
        subscriptions[number]?.reader?.resume()
        subscriptions[number]?.reader = nil
    }

    /// Tells those who follow an engine what has changed there meanwhile.
    func announce() {
        for number in subscriptions.keys.sorted() {
            announce(to: number)
            if subscriptions[number]?.hasNews == true { wake(number) }
        }
    }

    private func announce(to number: Int) {
        guard let ticket = subscriptions[number]?.ticket, let host = hosts[ticket.host] else { return }
        guard host.isReachable else { return finish(number, .connection) }
        guard host.isEngineRunning, host.engineGeneration == ticket.generation else { return finish(number, .engine) }
        for line in subscriptions[number]?.news(host.containers, at: timer.now()) ?? [] {
            switch mishaps?.next(eventOn: ticket.host) {
            case nil: subscriptions[number]?.add(line)
            case .missed: continue
            case .repeated:
                subscriptions[number]?.add(line)
                subscriptions[number]?.add(line)
            case .late(let time):
                carryOut(after: time) { await $0.deliver(line, to: number) }
            case .cut:
                subscriptions[number]?.add(line, isWhole: false)
                return finish(number, .connection)
            }
        }
    }

    private func deliver(_ line: String, to number: Int) {
        subscriptions[number]?.add(line)
        wake(number)
    }

    private func finish(_ number: Int, _ end: EventSubscription.End) {
        subscriptions[number]?.finish(end)
    }
}
