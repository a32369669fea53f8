public import BrokerModel
public import SSH

/// All hosts of a simulated fleet, and what happens to them.
public actor SimulatedWorld {
    public private(set) var hosts: [String: SimulatedHost]
    public private(set) var registry: SimulatedRegistry
    nonisolated let timer: FleetTimer

    /// Decides how long things take.
    private var pace: SeededGenerator
    private let haste: Haste
    private var mishaps: (any MishapSource)?
    private var witness: (any EffectWitness)?

    /// What a stale answer tells.
    private var past: [String: SimulatedHost] = [:]

    /// How long exchanges with hosts take.
    public struct Haste: Sendable {
        /// Milliseconds, at least and at most.
        public var exchange: ClosedRange<Int>
        public var stop: ClosedRange<Int>
        public var warmUp: ClosedRange<Int>

        public init(exchange: ClosedRange<Int>, stop: ClosedRange<Int>, warmUp: ClosedRange<Int>) {
            self.exchange = exchange
            self.stop = stop
            self.warmUp = warmUp
        }

        public static let usual = Haste(exchange: 1...60, stop: 100...9_000, warmUp: 500...9_000)
    }

    public init(
        _ hosts: [SimulatedHost], registry: SimulatedRegistry, timer: FleetTimer, pace: SeededGenerator,
        haste: Haste = .usual
    ) {
        self.hosts = Dictionary(hosts.map { ($0.name, $0) }) { first, _ in first }
        self.registry = registry
        self.timer = timer
        self.pace = pace
        self.haste = haste
    }

    /// The way of a controller to the hosts.
    public nonisolated func transports(of controller: ControllerLife) -> @Sendable (Host) throws -> any Transport {
        { host in SimulatedTransport(host: host.name.text, world: self, controller: controller) }
    }

    // MARK: - For those who run the simulation

    /// Lets somebody look at the hosts and change them.
    public func edit<Result: Sendable>(
        _ body: @Sendable (inout [String: SimulatedHost], inout SimulatedRegistry, _ now: Duration) -> Result
    ) -> Result {
        body(&hosts, &registry, timer.now())
    }

    public func set(mishaps: (any MishapSource)?) { self.mishaps = mishaps }
    public func set(witness: (any EffectWitness)?) { self.witness = witness }

    public func withWitness<Witness: EffectWitness, Result: Sendable>(
        _ type: Witness.Type, _ body: @Sendable (inout Witness) -> Result
    ) -> Result? {
        guard var own = witness as? Witness else { return nil }
        let result = body(&own)
        witness = own
        return result
    }

    /// From now on stale answers tell what is there now.
    public func remember() { past = hosts }

    // MARK: - Exchanges

    func run(_ command: HelperCommand, on name: String, by controller: ControllerLife) async throws -> CommandResult {
        try await travel(controller)
        witness?.saw(command: command.line, on: name)
        meanwhile(name)
        let host = try reach(name)
        guard command.isPiped || host.helper != nil else { return Self.notFound }
        var done = helper(command, on: host)
        let isChange = !done.effects.isEmpty
        let mishap = mishaps?.next(Occasion(host: name, changes: done.effects.map(\.action), isEngine: false))
        switch mishap {
        case .crashBefore:
            controller.end()
            throw ControllerLife.Ended()
        case .lostBefore: throw Self.lost(name)
        case .stale where !isChange:
            return result(of: helper(command, on: past[name] ?? host))
        case .cut(let count) where isChange:
            commit(helper(command, on: host, verbLimit: count), name, controller)
            throw Self.lost(name)
        case .late(let time):
            carryOut(after: time) { await $0.arrive(command, on: name, controller) }
            throw Self.lost(name)
        case .slow(let time):
            try await wait(time, controller)
            done = helper(command, on: try reach(name))
        default: break
        }
        commit(done, name, controller)
        if mishap == .crashAfter {
            controller.end()
            throw ControllerLife.Ended()
        }
        if mishap == .lostAfter { throw Self.lost(name) }
        return result(of: done)
    }

    private func arrive(_ command: HelperCommand, on name: String, _ controller: ControllerLife) {
        guard let host = hosts[name], host.isReachable else { return }
        commit(helper(command, on: host), name, controller)
    }

    private func helper(_ command: HelperCommand, on host: SimulatedHost, verbLimit: Int = .max) -> HelperSession {
        var session = HelperSession(
            HelperRequestReader(command.input, from: command.requestStart), isInstalled: !command.isPiped, on: host,
            at: timer.now(), primaries: command.asksForProbes ? primaries : [], verbLimit: verbLimit)
        session.status = session.run()
        return session
    }

    private func commit(_ session: HelperSession, _ name: String, _ controller: ControllerLife) {
        hosts[name] = session.host
        // A cluster is the same on all its hosts.
        for node in session.host.cluster?.nodes.keys ?? [:].keys { hosts[node]?.cluster = session.host.cluster }
        witnessed(session.effects, controller)
    }

    private func result(of session: HelperSession) -> CommandResult {
        CommandResult(ending: .status(session.status), output: session.answer.bytes, errorOutput: [])
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

    // MARK: - Parts

    /// The way to the host, which takes its time.
    private func travel(_ controller: ControllerLife) async throws {
        try await wait(pace.duration(in: haste.exchange), controller)
    }

    private func wait(_ time: Duration, _ controller: ControllerLife) async throws {
        try controller.check()
        try await timer.clock.sleep(for: time)
        try controller.check()
    }

    private func meanwhile(_ name: String) {
        mishaps?.meanwhile(name, hosts: &hosts, now: timer.now())
    }

    private nonisolated func carryOut(after time: Duration, _ body: @escaping @Sendable (SimulatedWorld) async -> Void)
    {
        Task {
            try? await timer.clock.sleep(for: time)
            await body(self)
        }
    }

    private func reach(_ name: String) throws -> SimulatedHost {
        guard let host = hosts[name], host.isReachable else {
            throw Failure(
                .hostUnreachable, attempted: "open an SSH session", on: name, response: "connection refused",
                remedy: "check that the host is up")
        }
        return host
    }

    private func reach(_ name: String, _ ticket: EngineTicket) throws -> SimulatedHost {
        let host = try reach(name)
        let isCurrent = ticket.token == nil || ticket.token == host.lease?.token
        guard host.isEngineRunning, host.engineGeneration == ticket.generation, isCurrent else { throw Self.lost(name) }
        return host
    }

    private func witnessed(_ effects: [Effect], _ controller: ControllerLife) {
        for var effect in effects {
            effect.controller = controller.number
            witness?.saw(effect, hosts: hosts, now: timer.now())
        }
    }

    /// Of the instances of each node the one that has been well for longest is
    /// elected.
    private var primaries: Set<String> {
        var first: [String: SimulatedContainer] = [:]
        for host in hosts.values {
            for container in host.containers.values where container.isWell(at: timer.now()) {
                guard let centre = container.centreID else { continue }
                guard let other = first[centre] else {
                    first[centre] = container
                    continue
                }
                let isEarlier = (container.startedAt ?? .zero, container.id) < (other.startedAt ?? .zero, other.id)
                if isEarlier { first[centre] = container }
            }
        }
        return Set(first.values.map(\.id))
    }

    private static func lost(_ name: String) -> Failure {
        Failure(
            .connectionLost, attempted: "talk to the host", on: name, response: "the connection broke",
            remedy: "look at the host again and make a new plan")
    }

    private static let notFound = CommandResult(
        ending: .status(1), output: [],
        errorOutput: Array("sudo: /usr/local/lib/isobar/isobar-helper: command not found\n".utf8))
}

extension SeededGenerator {
    fileprivate mutating func duration(in range: ClosedRange<Int>) -> Duration {
        duration(from: range.lowerBound, to: range.upperBound)
    }
}
