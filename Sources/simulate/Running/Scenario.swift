import BrokerModel
import Execution
import Foundation
import Ledger
import Planner
import Reconciliation
import SimulatedFleet

/// One seed: a fleet, its desired state, a few rounds in which everything may
/// go wrong, and then peace, in which it has to come right.
actor Scenario {
    private let seed: UInt64
    let directory: String
    nonisolated let time: VirtualClock
    private var clock: VirtualClock { time }
    private let timer: FleetTimer
    private let repository = MemoryRepository()
    let world: SimulatedWorld
    let inspector: LedgerStore
    private let configuration: ControllerConfiguration

    /// Of a second controller, on another machine: it knows nothing of the
    /// first one's ledger and lock.
    private let rival: ControllerConfiguration
    private var chance: SeededGenerator
    var desired: DesiredWorld
    private var standing: DesiredWorld?
    var controllers = 0
    private var commits = 0
    private var clockError = Duration.zero
    private(set) var story: [String] = []
    var violations: [String] = []

    /// Bound for coming right after the last fault.
    private static let calmRounds = 6

    private static let depot = ArchiveDepot(WorldMaker.registry.images.keys)

    struct Unusable: Error {}

    init(seed: UInt64, directory: String) throws {
        self.seed = seed
        self.directory = directory
        var chance = SeededGenerator(seed: seed &* 0x2545_F491_4F6C_DD1D &+ 1)
        time = VirtualClock()
        timer = FleetTimer(time)
        desired = WorldMaker.desired(&chance)
        desired.isPushed = chance.happens(onceIn: 3)
        world = SimulatedWorld(
            WorldMaker.hosts(for: desired, &chance), registry: WorldMaker.registry, timer: timer, pace: chance.split())
        configuration = try Self.configuration(in: directory)
        rival = try Self.configuration(in: directory + "/rival")
        inspector = try LedgerStore(path: configuration.database, clock: { 0 }, access: .inPlace {})
        self.chance = chance
    }

    private static func configuration(in directory: String) throws -> ControllerConfiguration {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let text = """
            formatVersion: 1
            repository: {url: /nowhere}
            database: \(directory)/ledger.sqlite
            ssh: {identityFile: /dev/null}
            secrets: {identityFile: /dev/null}

            """
        let result = ControllerConfiguration.read(Array(text.utf8), file: "isobar.yaml", directory: directory)
        guard let configuration = result.configuration else { throw Unusable() }
        return configuration
    }

    /// - Returns: what was violated; empty when all is well.
    func run() async -> [String] {
        await world.set(witness: Invariants())
        push()
        let rounds = chance.happens(onceIn: 5) ? 3 : Int.random(in: 1...2, using: &chance)
        for round in 0..<rounds { await turbulence(round) }
        await calm()
        await finish()
        return violations + (await world.withWitness(Invariants.self) { $0.violations } ?? [])
    }

    // MARK: - Rounds

    private func turbulence(_ round: Int) async {
        if round > 0, !chance.happens(onceIn: 3) {
            CommitMaker.change(&desired, &chance)
            push()
        }
        if chance.happens(onceIn: 3) { clockError += .seconds(Int.random(in: -100_000...100_000, using: &chance)) }
        if round > 0, chance.happens(onceIn: 2) {
            var people = People(chance.split())
            let name = desired.hosts.randomElement(using: &chance) ?? ""
            let did = await world.edit { [people] hosts, _, now in
                var people = people
                guard var host = hosts[name] else { return "nothing" }
                let did = people.meddle(with: &host, at: now)
                hosts[name] = host
                return did
            }
            people = People(chance.split())
            tell(did)
            // Often it goes unnoticed for a while.
            try? await clock.sleep(for: .seconds(Int.random(in: 0...300, using: &chance)))
        }
        let rate = [0, 200, 60, 20].randomElement(using: &chance) ?? 0
        let crashes = chance.happens(onceIn: 2)
        await world.set(
            mishaps: SeededMishaps(
                chance.split(), rate: rate, crashes: crashes, allowsStaleAnswers: chance.happens(onceIn: 3)))
        if chance.happens(onceIn: 6) {
            async let other = attempt(isCalm: false, with: rival)
            _ = await (attempt(isCalm: false), other)
        } else {
            _ = await attempt(isCalm: false)
        }
        await world.remember()
    }

    private func calm() async {
        await world.set(mishaps: nil)
        await world.edit { hosts, _, now in
            for name in hosts.keys { hosts[name]?.calmDown(at: now) }
        }
        CommitMaker.mend(&desired)
        push()
        await settle()
        _ = await world.withWitness(Invariants.self) { $0.isCalm = true }
        for round in 1...Self.calmRounds {
            guard let plan = await attempt(isCalm: true) else { continue }
            if plan.isEmpty, plan.conflicts.isEmpty { return tell("calm after \(round) rounds") }
            if !plan.conflicts.isEmpty { await clear(plan.conflicts.map(\.resource.description)) }
            if round == Self.calmRounds {
                violations.append(
                    "not calm after \(round) rounds: \(plan.steps.map { "\($0.resource) \($0.verb)" }.joined(separator: ", "))"
                        + plan.conflicts.map { " conflict \($0.resource): \($0.explanation)" }.joined()
                        + plan.unreachable.map { " unreachable \($0.key): \($0.value)" }.joined())
            }
        }
    }

    /// Late answers arrive, containers become well.
    private func settle() async {
        try? await clock.sleep(for: .seconds(300))
    }

    /// What an operator does about conflicts.
    private func clear(_ conflicts: [String]) async {
        await world.edit { hosts, _, _ in
            for name in hosts.keys { hosts[name]?.remove(conflicts) }
        }
    }

    private func push() {
        commits += 1
        repository.push(desired.files, number: commits)
    }

    // MARK: - One controller

    /// Starts a controller and lets it apply the head, to its end or its
    /// crash.
    ///
    /// - Returns: its plan; nil when it did not come that far.
    private func attempt(isCalm: Bool, with other: ControllerConfiguration? = nil) async -> Plan? {
        controllers += 1
        let number = controllers
        let life = ControllerLife(number: number)
        let before = other == nil ? standing ?? desired : desired
        let allowed = isCalm ? 1000 : min(20, before.maxDeletes)
        let aim = desired
        _ = await world.withWitness(Invariants.self) { $0.begin(number, aim, allowedDeletes: allowed) }
        var plan: Plan?
        do {
            let reconciler = try Reconciler(
                other ?? configuration, holder: "controller:\(number)", clock: wallClock,
                surroundings: surroundings(life))
            let lock = try reconciler.lock(for: "simulation")
            defer { lock.release() }
            let prepared = try await reconciler.prepare(PlanRequest())
            plan = prepared.plan
            search(try prepared.document.json, in: "the plan")
            let result = try await apply(prepared, with: reconciler, lock, allowed: isCalm ? 1000 : nil)
            if result == .succeeded, other == nil { standing = aim }
            await prepared.close()
        } catch {
            judge(error, life, isCalm: isCalm)
        }
        if other == nil { await checkHistory(of: number, didCrash: !life.isAlive) }
        return plan
    }

    private func apply(
        _ prepared: PreparedPlan, with reconciler: Reconciler, _ lock: borrowing RunLock, allowed: Int?
    ) async throws -> RunOutcome? {
        guard !prepared.plan.steps.isEmpty || !prepared.plan.departedHosts.isEmpty else {
            if prepared.plan.conflicts.isEmpty, prepared.plan.unreachable.isEmpty {
                try await reconciler.recordStanding(prepared, actor: "simulation")
            }
            tell("nothing to do")
            return nil
        }
        let stop = StopRequest()
        let result = try await reconciler.apply(
            prepared, ApplyRequest(actor: "simulation", allowedDeletes: allowed), holding: lock, stop: stop
        ) { _ in }
        tell("run \(result.run): \(result.outcome), \(prepared.plan.steps.count) steps")
        for failure in result.report.failures { tell("  \(failure.failure)") }
        for failure in result.report.failures { search("\(failure.failure)", in: "a failure") }
        return result.outcome
    }

    private func surroundings(_ life: ControllerLife) -> Surroundings {
        Surroundings(
            transport: world.transports(of: life), timer: clock,
            limits: ExecutionLimits(pollInterval: .seconds(2), windowPollInterval: .seconds(10)),
            repository: repository,
            openSecrets: { sealed in
                sealed.reduce(into: [:]) { $0[$1.name] = Canaries.secret($1.name, ciphertext: $1.ciphertext) }
            },
            ledger: .inPlace { try life.check() }, images: Self.depot)
    }

    private var wallClock: @Sendable () -> Timestamp {
        let (now, error) = (timer.now, clockError)
        return {
            let moment = (now() + error).components
            return Timestamp(
                microseconds: (1_790_000_000 + moment.seconds) * 1_000_000 + moment.attoseconds / 1_000_000_000_000)
        }
    }

    /// Failures are allowed while things go wrong, defects never.
    private func judge(_ error: any Error, _ life: ControllerLife, isCalm: Bool) {
        tell("\(error)")
        search("\(error)", in: "an error")
        guard life.isAlive else { return }
        if let failure = error as? Failure {
            let defects: [FailureCode] = [
                .planUnsafe, .ledgerTampered, .ledgerUnusable, .ledgerBusy, .secretUnavailable,
            ]
            if defects.contains(failure.code) || isCalm { violations.append("\(failure.code.name): \(failure)") }
        } else if error is DesiredStateInvalid {
            if isCalm || !desired.isInvalid { violations.append("\(error)") }
        } else {
            violations.append("an error that is no failure: \(error)")
        }
    }

    private func search(_ text: String, in place: String) {
        if text.contains(Canaries.mark) { violations.append("a secret stands in \(place)") }
    }

    private func tell(_ text: String) {
        story.append("[\(timer.now().components.seconds) s, controller \(controllers)] \(text)")
    }
}
