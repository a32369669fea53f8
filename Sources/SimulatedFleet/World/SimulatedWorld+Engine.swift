import BrokerModel
public import SSH

/// Streams to the engines of the hosts.
extension SimulatedWorld {
    /// A stream to the engine of a host, for who needs no helper to get there.
    public func stream(toEngineOf name: String, by controller: ControllerLife) async throws -> any ByteStream {
        try await travel(controller)
        let host = try reach(name)
        guard host.hasEngine, host.isEngineRunning else { throw Self.lost(name) }
        let ticket = EngineTicket(host: name, token: nil, generation: host.engineGeneration)
        return EngineStream(ticket, self, controller)
    }

    /// Checks what a stream to the engine begins with.
    ///
    /// - Returns: what the stream hangs on.
    func openEngine(
        _ command: HelperCommand, on name: String, by controller: ControllerLife
    ) async throws -> EngineTicket {
        try await travel(controller)
        witness?.saw(command: command.line, on: name)
        let host = try reach(name)
        guard command.isPiped || host.helper != nil else { throw Self.lost(name) }
        guard host.hasEngine else {
            throw Failure(
                .engineUnavailable, attempted: "open a connection to the engine", on: name,
                response: "docker: not found on this host")
        }
        var session = HelperSession(
            HelperRequestReader(command.input, from: command.requestStart), isInstalled: !command.isPiped, on: host,
            at: timer.now(), primaries: [])
        do {
            try session.begin()
            if session.token != nil { try session.needLease() }
        } catch {
            throw Failure(
                .commandFailed, attempted: "run the host helper", on: name, response: "it ended with status 3")
        }
        guard host.isEngineRunning else {
            throw Failure(
                .commandFailed, attempted: "reach the Docker Engine", on: name,
                response:
                    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?")
        }
        return EngineTicket(host: name, token: session.token, generation: host.engineGeneration)
    }

    func answer(_ call: EngineCall, _ ticket: EngineTicket, for controller: ControllerLife) async throws -> [UInt8] {
        try await travel(controller)
        let name = ticket.host
        if call.path.last == "stop" { try await wait(pace.duration(in: haste.stop), controller) }
        let warmUp = pace.duration(in: haste.warmUp)
        meanwhile(name)
        let host = try reach(name, ticket)
        var done = engine(call, on: host, warmUp)
        let isChange = !done.effects.isEmpty
        let mishap = mishaps?.next(Occasion(host: name, changes: done.effects.map(\.action), isEngine: true))
        switch mishap {
        case .crashBefore:
            controller.end()
            throw ControllerLife.Ended()
        case .lostBefore, .cut: throw Self.lost(name)
        case .stale where !isChange:
            return engine(call, on: past[name] ?? host, warmUp).reply.bytes
        case .late(let time):
            carryOut(after: time) { await $0.arrive(call, ticket, warmUp, controller) }
            throw Self.lost(name)
        case .slow(let time):
            try await wait(time, controller)
            done = engine(call, on: try reach(name, ticket), warmUp)
        default: break
        }
        hosts[name] = done.host
        witnessed(done.effects, controller)
        if mishap == .crashAfter {
            controller.end()
            throw ControllerLife.Ended()
        }
        if mishap == .lostAfter { throw Self.lost(name) }
        return done.reply.bytes
    }

    private func arrive(_ call: EngineCall, _ ticket: EngineTicket, _ warmUp: Duration, _ controller: ControllerLife) {
        guard let host = try? reach(ticket.host, ticket) else { return }
        let done = engine(call, on: host, warmUp)
        hosts[ticket.host] = done.host
        witnessed(done.effects, controller)
    }

    private func engine(
        _ call: EngineCall, on host: SimulatedHost, _ warmUp: Duration
    ) -> (host: SimulatedHost, effects: [Effect], reply: EngineReply) {
        var session = EngineSession(host, registry, at: timer.now(), warmUp: warmUp)
        let reply = session.answer(call)
        return (session.host, session.effects, reply)
    }
}
