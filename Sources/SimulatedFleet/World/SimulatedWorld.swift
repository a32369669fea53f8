public import BrokerModel
public import SSH

/// All hosts of a simulated fleet, and what happens to them.
public actor SimulatedWorld {
    public internal(set) var hosts: [String: SimulatedHost]
    public private(set) var registry: SimulatedRegistry
    nonisolated let timer: FleetTimer

    /// Decides how long things take.
    var pace: SeededGenerator
    let haste: Haste
    var mishaps: (any MishapSource)?
    var witness: (any EffectWitness)?

    /// What a stale answer tells.
    var past: [String: SimulatedHost] = [:]

    /// Who follows an engine, by number.
    var subscriptions: [Int: EventSubscription] = [:]
    var lastSubscription = 0

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
        { host in SimulatedTransport(host: host.name.text, address: host.address, world: self, controller: controller) }
    }

    // MARK: - For those who run the simulation

    /// Lets somebody look at the hosts and change them.
    public func edit<Result: Sendable>(
        _ body: @Sendable (inout [String: SimulatedHost], inout SimulatedRegistry, _ now: Duration) -> Result
    ) -> Result {
        defer { announce() }
        return body(&hosts, &registry, timer.now())
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

    func run(
        _ command: HelperCommand, on name: String, at address: String, by controller: ControllerLife
    ) async throws -> CommandResult {
        try await travel(controller)
        witness?.saw(command: command.line, on: name)
        hosts[name]?.reachedAt = address
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
        var host = host
        host.joinEMQX(hosts.values.filter { $0.name != host.name }.sorted { $0.name < $1.name }, at: timer.now())
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
        hosts.spreadRedis(from: name)
        hosts.spreadEMQX(from: name)
        witnessed(session.effects, controller)
    }

    private func result(of session: HelperSession) -> CommandResult {
        CommandResult(ending: .status(session.status), output: session.answer.bytes, errorOutput: [])
    }

    // MARK: - Parts

    /// The way to the host, which takes its time.
    func travel(_ controller: ControllerLife) async throws {
        try await wait(pace.duration(in: haste.exchange), controller)
    }

    func wait(_ time: Duration, _ controller: ControllerLife) async throws {
        try controller.check()
        try await timer.clock.sleep(for: time)
        try controller.check()
    }

    func meanwhile(_ name: String) {
        mishaps?.meanwhile(name, hosts: &hosts, now: timer.now())
        announce()
    }

    nonisolated func carryOut(
        after time: Duration, _ body: @escaping @Sendable (SimulatedWorld) async -> Void
    ) {
        Task {
            try? await timer.clock.sleep(for: time)
            await body(self)
        }
    }

    func reach(_ name: String) throws -> SimulatedHost {
        guard let host = hosts[name], host.isReachable else {
            throw Failure(
                .hostUnreachable, attempted: "open an SSH session", on: name, response: "connection refused",
                remedy: "check that the host is up")
        }
        return host
    }

    func reach(_ name: String, _ ticket: EngineTicket) throws -> SimulatedHost {
        let host = try reach(name)
        let isCurrent = ticket.token == nil || ticket.token == host.lease?.token
        guard host.isEngineRunning, host.engineGeneration == ticket.generation, isCurrent else { throw Self.lost(name) }
        return host
    }

    func witnessed(_ effects: [Effect], _ controller: ControllerLife) {
        for var effect in effects {
            effect.controller = controller.number
            witness?.saw(effect, hosts: hosts, now: timer.now())
        }
        announce()
    }

    /// Of the instances of each node the one that has been well for longest is
    /// elected.
    private var primaries: Set<String> {
        var first: [String: SimulatedContainer] = [:]
        for host in hosts.values {
            for container in host.containers.values where container.isWell(at: timer.now()) {
                // One without a network cannot take part in an election.
                guard let centre = container.centreID, !container.networks.isEmpty else { continue }
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

    static func lost(_ name: String) -> Failure {
        Failure(
            .connectionLost, attempted: "talk to the host", on: name, response: "the connection broke",
            remedy: "look at the host again and make a new plan")
    }

    private static let notFound = CommandResult(
        ending: .status(1), output: [],
        errorOutput: Array("sudo: /usr/local/lib/isobar/isobar-helper: command not found\n".utf8))
}

extension SeededGenerator {
    mutating func duration(in range: ClosedRange<Int>) -> Duration {
        duration(from: range.lowerBound, to: range.upperBound)
    }
}
