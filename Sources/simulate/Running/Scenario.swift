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
    let seed: UInt64
    let directory: String
    nonisolated let time: VirtualClock
    var clock: VirtualClock { time }
    let timer: FleetTimer
    let repository = MemoryRepository()
    let world: SimulatedWorld
    let inspector: LedgerStore
    let configuration: ControllerConfiguration

    /// Of a second controller, on another machine: it knows nothing of the
    /// first one's ledger and lock.
    let rival: ControllerConfiguration
    private var chance: SeededGenerator
    private let count: FaultCount
    var desired: DesiredWorld
    var standing: DesiredWorld?
    var controllers = 0
    private var commits = 0
    var clockError = Duration.zero
    var story: [String] = []
    var violations: [String] = []

    /// Bound for coming right after the last fault.
    private static let calmRounds = 6

    static let depot = ArchiveDepot(WorldMaker.registry.images.keys)

    struct Unusable: Error {}

    init(seed: UInt64, directory: String, ledger: LedgerTemplate, count: FaultCount) throws {
        self.seed = seed
        self.count = count
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
        for own in [configuration, rival] { ledger.copy(to: own.database) }
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
        let listener = follower()
        let listening = Task { if let listener { await listener.follower.run() } }
        let rounds = chance.happens(onceIn: 5) ? 3 : Int.random(in: 1...2, using: &chance)
        for round in 0..<rounds { await turbulence(round) }
        await calm()
        await finish()
        if let listener { await check(listener.follower, of: listener.host) }
        listening.cancel()
        await listening.value
        return violations + (await world.withWitness(Invariants.self) { $0.violations } ?? [])
    }

    // MARK: - Rounds

    private func turbulence(_ round: Int) async {
        let isRollout = round > 0 && chance.happens(onceIn: 4)
        if isRollout {
            CommitMaker.rollOut(&desired, &chance)
            push()
        } else if round > 0, !chance.happens(onceIn: 3) {
            CommitMaker.change(&desired, &chance)
            push()
        }
        if chance.happens(onceIn: 3) {
            clockError += .seconds(Int.random(in: -100_000...100_000, using: &chance))
            count.note(.clockJump)
        }
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
            count.note(.byHand)
            // Often it goes unnoticed for a while.
            try? await clock.sleep(for: .seconds(Int.random(in: 0...300, using: &chance)))
        }
        let rate = [0, 200, 60, 20].randomElement(using: &chance) ?? 0
        let crashes = chance.happens(onceIn: 2)
        await world.set(
            mishaps: SeededMishaps(
                chance.split(), rate: rate, crashes: crashes,
                // Before the first round is over nothing was there a while ago.
                allowsStaleAnswers: round > 0 && chance.happens(onceIn: 2), hangs: isRollout, count: count))
        if chance.happens(onceIn: 6) {
            count.note(.rival)
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
        if chance.happens(onceIn: 2) { await meddleBeforeRollout() }
        push()
        await settle()
        _ = await world.withWitness(Invariants.self) { $0.isCalm = true }
        var isDone = false
        for round in 1...Self.calmRounds {
            guard let plan = await attempt(isCalm: true) else { continue }
            if plan.isEmpty, plan.conflicts.isEmpty {
                if seed.isMultiple(of: 4) { await checkRemembered() }
                return tell("calm after \(round) rounds")
            }
            if isDone { violations.append("a second plan was needed: \(Self.text(of: plan))") }
            // A plan that says what it leaves to the next is not the last.
            isDone = plan.conflicts.isEmpty && !plan.warnings.contains(where: Self.saysThereIsMore)
            if !isDone { await clear(plan.conflicts.map(\.resource.description)) }
            if round == Self.calmRounds {
                violations.append("not calm after \(round) rounds: \(Self.text(of: plan))")
            }
        }
    }

    /// Whether a warning says that another plan goes on.
    private static func saysThereIsMore(_ warning: String) -> Bool {
        warning.hasPrefix("cluster/emqx waits") || warning.contains("is left out: it is not known that EMQX")
            || warning.hasSuffix("plan again then")
    }

    static func text(of plan: Plan) -> String {
        plan.steps.map { "\($0.resource) \($0.verb)" }.joined(separator: ", ")
            + plan.conflicts.map { " conflict \($0.resource): \($0.explanation)" }.joined()
            + plan.unreachable.map { " unreachable \($0.key): \($0.value)" }.joined()
    }

    /// Just before a rollout an instance hangs or is renamed; see ``PendingInstance``.
    private func meddleBeforeRollout() async {
        CommitMaker.rollOut(&desired, &chance)
        let (wanted, choice, isRename) = (desired, chance.split(), chance.happens(onceIn: 3))
        let victim = await world.edit { hosts, _, now in
            let victim = PendingInstance(of: wanted, on: hosts, at: now, choice)
            if let victim, isRename {
                hosts[victim.host]?.rename(victim.centre, to: victim.centre + "-old")
            } else if let victim {
                hosts[victim.host]?.meddle(victim.centre) { $0.hangs = true }
            }
            return victim
        }
        guard let victim else { return }
        count.note(isRename ? .renameBeforeRollout : .hangBeforeRollout)
        tell(
            "\(victim.host)/\(victim.centre) \(isRename ? "is renamed" : "hangs"), and another image is wanted")
    }

    /// Late answers arrive, containers become well.
    private func settle() async {
        try? await clock.sleep(for: .seconds(300))
    }

    /// What an operator does about conflicts.
    private func clear(_ conflicts: [String]) async {
        await world.edit { hosts, _, now in
            for name in hosts.keys { hosts[name]?.remove(conflicts) }
            if conflicts.contains("cluster/emqx") { hosts.giveBackDashboardPassword(at: now) }
        }
    }

    private func push() {
        commits += 1
        let images = desired.nodes.values.compactMap(\.image)
        if images.contains(DesiredWorld.missingImage) { count.note(.missingImage) }
        if images.contains(DesiredWorld.brokenImage) { count.note(.brokenImage) }
        repository.push(desired.files, number: commits)
    }
}
