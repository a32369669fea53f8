import BrokerModel
import Execution
import Ledger
import Previews
import Reconciliation
import SimulatedFleet
import Synchronization
import TestSupport
import Testing

/// A repository with a branch `main` that is applied to simulated hosts, and
/// changes beside it.
struct PreviewScene {
    static let hosts = ["waloop01", "waloop02", "waloop03"]

    let world: World
    let fleet: SimulatedWorld
    let reconciler: Reconciler

    /// The addresses somebody connected to.
    let contacted = Noted()

    /// The secrets somebody opened, by ciphertext.
    let opened = Noted()

    /// What was noted so far, by several tasks.
    final class Noted: Sendable {
        private let notes = Mutex<Set<String>>([])
        var all: Set<String> { notes.withLock { $0 } }
        func note(_ text: String) { notes.withLock { _ = $0.insert(text) } }
    }

    /// - Parameter more: further lines of `isobar.yaml`.
    init(more: String = "") throws {
        world = try World()
        let timer = FleetTimer(AcceleratedClock(factor: 1_000), deadlines: ContinuousClock())
        let images = [
            "antiloop:1.0.0", "antiloop:1.0.1", "emqx:1.0.0", "redis:1.0.0", "traefik:3.0.0", "prometheus:1.0.0",
        ]
        fleet = SimulatedWorld(
            (Self.hosts + ["wbroker01"]).map { name in
                var host = SimulatedHost(name: name)
                host.makeDirectory("/home/gb", owner: "gb", group: "docker")
                return host
            },
            registry: SimulatedRegistry(images.map { "example/\($0)" }), timer: timer, pace: SeededGenerator(seed: 1))
        let (way, contacted, opened) = (fleet.transports(of: ControllerLife(number: 1)), contacted, opened)
        reconciler = try world.reconciler(
            Surroundings(
                transport: { host in
                    contacted.note(host.address + " " + host.hostKey)
                    return try way(host)
                },
                timer: timer.clock, deadlines: timer.deadlines,
                openSecrets: { sealed in
                    for secret in sealed { opened.note(String(decoding: secret.ciphertext, as: UTF8.self)) }
                    return Dictionary(
                        sealed.map { ($0.name, Secret(String(decoding: $0.ciphertext.suffix(12), as: UTF8.self))) },
                        uniquingKeysWith: { first, _ in first })
                }), more: more)
    }

    /// Commits the broker and brings the hosts there.
    func begin(_ files: [String: String] = Self.files) async throws {
        try world.repository.commit("The broker", files)
        try await apply()
    }

    static var files: [String: String] {
        var files = DesiredText.files(hosts: hosts)
        for centre in ["de-dwd", "fr-meteofrance", "it-meteoam"] { files["nodes/\(centre).yaml"] = node(centre) }
        return files
    }

    static func node(_ centre: String, password: String = "everyone", more: String = "") -> String {
        """
        centreId: \(centre)
        kind: node
        subscribe: {broker: "mqtts://broker.\(centre).example:8883", username: everyone, password: \(password)}
        \(more)
        """
    }

    /// What a file of `secrets/` looks like; the last twelve bytes are the value.
    static func sealed(_ value: String) -> String { "age-encryption.org/v1\n" + value }

    /// Commits on a branch of its own, begun at main.
    @discardableResult
    func branch(_ name: String, _ files: [String: String], removing: [String] = []) throws -> String {
        try world.repository.git(["checkout", "--quiet", "-B", name, "main"])
        let commit = try world.repository.commit("Change", files, removing: removing)
        try world.repository.git(["checkout", "--quiet", "main"])
        return commit
    }

    /// Puts a commit where forges keep the heads of pull requests from forks, and
    /// nowhere else.
    func proposeFromOutside(_ number: Int, _ files: [String: String]) throws -> String {
        let commit = try branch("outside", files)
        try world.repository.git(["update-ref", "refs/pull/\(number)/head", commit])
        try world.repository.git(["branch", "--quiet", "-D", "outside"])
        return "refs/pull/\(number)/head"
    }

    func preview(_ head: String, isFork: Bool = false) async throws -> Preview {
        try await reconciler.preview(PreviewRequest(head: head, isFork: isFork))
    }

    /// The plan of main as it is now.
    func plan() async throws -> Plan {
        let prepared = try await reconciler.prepare(PlanRequest())
        await prepared.close()
        return prepared.plan
    }

    func apply() async throws {
        let prepared = try await reconciler.prepare(PlanRequest())
        let lock = try reconciler.lock(for: "test")
        let result = try await reconciler.apply(
            prepared, ApplyRequest(actor: "test", allowedDeletes: 100), holding: lock, stop: StopRequest()
        ) { _ in }
        try #require(result.outcome == .succeeded, "\(result.report.failures)")
        lock.release()
        await prepared.close()
    }
}
