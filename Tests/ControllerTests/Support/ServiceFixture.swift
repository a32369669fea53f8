import BrokerModel
import Controller
import Decisions
import Foundation
import GitRepository
import Ledger
import Logging
import Reconciliation
import SimulatedFleet
import Synchronization
import TestSupport
import Testing

/// A service in a directory of its own: a real git repository, a real ledger,
/// and hosts in memory on which time runs fast.
final class ServiceFixture: Sendable {
    let directory: String
    let repository: GitFixture
    let world: SimulatedWorld
    let said = LogCollector()

    private static let factor = 60
    private let timer = AcceleratedClock(factor: factor)
    private let policy: String
    private let pollSeconds: Int
    private let more: String
    private let database: String

    /// - Parameters:
    ///   - policy: the section `policy` of `isobar.yaml`, in braces.
    ///   - more: further lines of it.
    init(
        policy: String = "{apply: automatic}", pollSeconds: Int = 10, more: String = "",
        database: String = "isobar.sqlite"
    ) throws {
        self.database = database
        self.policy = policy
        self.more = more
        self.pollSeconds = pollSeconds
        directory = GitFixture.temporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        repository = try GitFixture(at: directory + "/state")
        try Data("not a key".utf8).write(to: URL(fileURLWithPath: directory + "/key"))
        let images = [
            "antiloop:1.0.0", "antiloop:1.0.1", "emqx:1.0.0", "emqx:1.0.1", "redis:1.0.0", "traefik:3.0.0", "prometheus:1.0.0",
        ]
        world = SimulatedWorld(
            ["wbroker01", "waloop01", "waloop02"].map { name in
                var host = SimulatedHost(name: name)
                host.makeDirectory("/home/gb", owner: "gb", group: "gb")
                return host
            },
            registry: SimulatedRegistry(images.map { "example/" + $0 }),
            timer: FleetTimer(timer, deadlines: ContinuousClock()), pace: SeededGenerator(seed: 1),
            haste: SimulatedWorld.Haste(exchange: 1...20, stop: 100...1000, warmUp: 100...1000))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// The time of day, which runs as fast as the hosts' time.
    var clock: @Sendable () -> Timestamp {
        let timer = timer
        return { Timestamp(seconds: 1_790_000_000) + timer.now.sinceStart }
    }

    func configuration(policy other: String? = nil, pollSeconds: Int? = nil) throws -> ControllerConfiguration {
        let text = """
            formatVersion: 1
            repository: {url: "\(repository.directory)", pollSeconds: \(pollSeconds ?? self.pollSeconds)}
            database: "\(database)"
            ssh: {identityFile: key}
            policy: \(other ?? policy)

            """ + more
        let read = ControllerConfiguration.read(Array(text.utf8), file: "isobar.yaml", directory: directory)
        return try #require(read.configuration, "\(read.diagnostics)")
    }

    /// - Parameter mirror: nil means of the repository in its directory.
    func reconciler(over mirror: GitMirror? = nil) throws -> Reconciler {
        try Reconciler(
            try configuration(), holder: "test:1", clock: clock,
            surroundings: Surroundings(
                transport: world.transports(of: ControllerLife(number: 1)), timer: timer,
                deadlines: ContinuousClock(), repository: mirror))
    }

    func service(over mirror: GitMirror? = nil) throws -> BrokerService {
        var log = Logger(label: "test") { [said] _ in CollectingHandler(collector: said) }
        log.logLevel = .debug
        return BrokerService(
            try reconciler(over: mirror), actor: "isobar@test", seed: 7, log: log, clock: clock, timer: timer,
            retry: RetryRule(first: .seconds(10), longest: .seconds(60), attempts: 4))
    }

    /// Runs a service around `body`, and ends it politely.
    @discardableResult
    func serving<Result: Sendable>(
        over mirror: GitMirror? = nil, _ body: @Sendable @escaping (BrokerService) async throws -> Result
    ) async throws -> Result {
        let service = try service(over: mirror)
        let running = Task { try await service.run() }
        do {
            let result = try await body(service)
            service.end()
            try await running.value
            return result
        } catch {
            service.end()
            _ = try? await running.value
            throw error
        }
    }

    // MARK: - Commits

    @discardableResult
    func commit(_ message: String, antiloop: String = "1.0.0", files changed: [String: String] = [:]) throws -> String {
        var files = DesiredText.files()
        files["versions.yaml"] = files["versions.yaml"]?.replacing("antiloop:1.0.0", with: "antiloop:\(antiloop)")
        return try repository.commit(message, files.merging(changed) { $1 })
    }

    /// Begins a branch at main with another environment for the node.
    @discardableResult
    func branch(_ name: String, zone: String) throws -> String {
        let node = try #require(DesiredText.files()["nodes/ca-eccc-msc.yaml"])
        try repository.git(["checkout", "--quiet", "-B", name, "main"])
        let commit = try repository.commit(name, ["nodes/ca-eccc-msc.yaml": node + "\nenvironment: {TZ: \(zone)}\n"])
        try repository.git(["checkout", "--quiet", "main"])
        return commit
    }

    // MARK: - Hosts

    /// The image an instance runs, by host; nil where none runs.
    func images(of centre: String = "ca-eccc-msc") async -> [String: String] {
        await world.edit { hosts, _, _ in
            hosts.compactMapValues { host in
                host.containers[centre].flatMap { $0.status == .running ? $0.image : nil }
            }
        }
    }

    /// Somebody stops an instance by hand.
    func stop(_ centre: String = "ca-eccc-msc", on host: String) async {
        await world.edit { hosts, _, _ in hosts[host]?.meddle(centre) { $0.status = .exited } }
    }
}

extension BrokerService {
    /// Waits until things stand in a way.
    func until(
        _ what: String, within limit: Duration = .seconds(60), _ holds: @Sendable (ServiceStatus) async -> Bool
    ) async throws -> ServiceStatus {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            let now = status
            if await holds(now) { return now }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw NotReached(what: what, status: status)
    }

    struct NotReached: Error, CustomStringConvertible {
        var what: String
        var status: ServiceStatus
        var description: String { "not reached: \(what); \(status)" }
    }

    /// Waits until the hosts are as a commit wants them.
    @discardableResult
    func untilStanding(at commit: String) async throws -> ServiceStatus {
        try await until("standing at \(commit)") { $0.state == "standing" && $0.appliedCommit == commit }
    }
}
