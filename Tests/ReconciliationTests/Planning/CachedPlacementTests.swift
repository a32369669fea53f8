import BrokerModel
import Execution
import Ledger
import Reconciliation
import SimulatedFleet
import Synchronization
import TestSupport
import Testing

/// `plan --cached` places nodes by what is remembered of the hosts, not as if
/// they were bare.
@Suite("A plan from what is remembered leaves nodes where they were seen")
struct CachedPlacementTests {
    private static let hosts = ["waloop01", "waloop02", "waloop03"]

    private let world: World
    private let fleet: SimulatedWorld
    private let reconciler: Reconciler
    private let opened = Counter()

    /// How often somebody went to a host.
    private final class Counter: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func note() { count.withLock { $0 += 1 } }
    }

    init() throws {
        world = try World()
        // Hosts take next to no time, and pauses are as short.
        let timer = FleetTimer(AcceleratedClock(factor: 1_000), deadlines: ContinuousClock())
        let images = ["antiloop:1.0.0", "emqx:1.0.0", "redis:1.0.0", "traefik:3.0.0", "prometheus:1.0.0"]
        fleet = SimulatedWorld(
            (Self.hosts + ["wbroker01"]).map { name in
                var host = SimulatedHost(name: name)
                host.makeDirectory("/home/gb", owner: "gb", group: "docker")
                return host
            },
            registry: SimulatedRegistry(images.map { "example/\($0)" }), timer: timer, pace: SeededGenerator(seed: 1))
        let (way, opened) = (fleet.transports(of: ControllerLife(number: 1)), opened)
        reconciler = try world.reconciler(
            Surroundings(
                transport: { host in
                    opened.note()
                    return try way(host)
                },
                timer: timer.clock, deadlines: timer.deadlines))
    }

    /// Each pair of hosts: a node that nobody pins would be placed on one of
    /// them if nobody remembered where it runs.
    @Test(arguments: [[0, 1], [0, 2], [1, 2]])
    func aNodeThatIsNoLongerPinnedStays(pins: [Int]) async throws {
        let pinned = pins.map { Self.hosts[$0] }
        try world.repository.commit("pinned", files(pinned))
        let first = try await plan()
        let lock = try reconciler.lock(for: "test")
        let result = try await reconciler.apply(
            first, ApplyRequest(actor: "test"), holding: lock, stop: StopRequest()
        ) { _ in }
        try #require(result.outcome == .succeeded, "\(result.report.failures)")
        lock.release()
        await first.close()
        let quiet = try await plan()
        #expect(quiet.plan.isEmpty)
        await quiet.close()

        try world.repository.commit("free", files(nil))
        let before = opened.value
        let cached = try await plan(isCached: true)
        #expect(cached.plan.steps.map(\.id) == [])
        #expect(opened.value == before, "somebody went to a host")
        await cached.close()

        // Of a host that does not answer it is known what ran there.
        await fleet.edit { hosts, _, _ in hosts[pinned[0]]?.isReachable = false }
        let blind = try await plan()
        #expect(blind.plan.unreachable.keys.map(\.text) == [pinned[0]])
        await blind.close()
        let remembered = try await plan(isCached: true)
        #expect(remembered.plan.unreachable.keys.map(\.text) == [pinned[0]])
        #expect(remembered.plan.steps.map(\.id) == [])
        await remembered.close()
    }

    private func plan(isCached: Bool = false) async throws -> PreparedPlan {
        try await reconciler.prepare(PlanRequest(isCached: isCached))
    }

    private func files(_ pins: [String]?) -> [String: String] {
        var files = DesiredText.files(hosts: Self.hosts)
        if let pins { files["nodes/ca-eccc-msc.yaml"]? += "\nplacement: {hosts: [\(pins.joined(separator: ", "))]}\n" }
        return files
    }
}
