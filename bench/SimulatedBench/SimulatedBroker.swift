import BenchSupport
import BrokerModel
import DesiredStateReader
import Execution
import Foundation
import Reconciliation
import SimulatedFleet
import Synchronization

/// A broker of any size on simulated hosts.
final class SimulatedBroker: Sendable {
    private let world: SimulatedWorld
    private let timer: FleetTimer
    private let repository: OneCommit

    /// The desired state, by path.
    let files: [String: String]

    private let secrets: [String: Secret]
    private let opened = Mutex(0)

    /// The antiloop hosts, and the nodes.
    private let hosts: [String]
    private let nodes: [String]

    /// The time of day, which runs as fast as the hosts' time.
    var time: @Sendable () -> Timestamp {
        { [timer] in Timestamp(seconds: 1_780_000_000) + timer.now() }
    }

    /// What its waiting is measured by: it takes next to no time.
    var clock: any Clock<Duration> { timer.clock }

    /// How often a way to a host was opened.
    var connections: Int { opened.withLock { $0 } }

    /// - Parameter factor: how much faster than the system's clock time runs.
    init(from directory: String, nodes: Int, hosts: Int, factor: Int = 1_000) throws {
        let files = try Self.certified(GeneratedBroker(from: directory, nodes: nodes, hosts: hosts).files)
        guard let today = CalendarDate("2026-06-01"), let desired = DesiredState.read(files, today: today).state else {
            throw SimulatedBench.Unusable("the desired state of \(directory) cannot be read")
        }
        repository = try OneCommit(files)
        self.hosts = desired.hosts(.antiloop).map(\.name.text).sorted()
        self.nodes = desired.nodes.map(\.centreID.text).sorted()
        self.files = files.reduce(into: [:]) { $0[$1.path] = String(decoding: $1.bytes, as: UTF8.self) }
        let certificate = Secret(SimulatedCertificate.pem(note: "bench"))
        secrets = GeneratedBroker.secrets(of: desired).reduce(into: [:]) { secrets, entry in
            secrets[entry.key.text] = entry.key.text.contains("certificate") ? certificate : entry.value
        }
        // Hosts take next to no time, and Isobar's pauses are as short: what is
        // left is work.
        timer = FleetTimer(AcceleratedClock(factor: factor), deadlines: ContinuousClock())
        let images = [desired.versions.antiloop] + desired.nodes.compactMap(\.image)
        world = SimulatedWorld(
            desired.hosts.map { Self.host($0, bearsAddress: $0.name == desired.hosts(.loadbalancer).map(\.name).min()) },
            registry: SimulatedRegistry(try Self.images(files) + images.map(\.text)), timer: timer, pace: SeededGenerator(seed: 1),
            haste: SimulatedWorld.Haste(exchange: 1...10, stop: 100...1_000, warmUp: 100...1_000))
    }

    /// The broker under a name that the simulated certificate covers.
    private static func certified(_ files: [SourceFile]) throws -> [SourceFile] {
        try files.map { file in
            guard file.path == "broker.yaml" else { return file }
            var text = String(decoding: file.bytes, as: UTF8.self)
            text.replace(try Regex("(?m)^domain: .*$"), with: "domain: example.org")
            text.replace(
                try Regex(#"(?m)^(publish: \{broker: )"[^"]*""#, as: (Substring, Substring).self)
            ) { "\($0.output.1)\"mqtts://globalbroker.example.org:8883\"" }
            return SourceFile(path: file.path, bytes: Array(text.utf8))
        }
    }

    /// Somebody stops an instance by hand: each number another one, until all had
    /// their turn.
    func stopInstance(_ number: Int) async {
        await world.edit { [hosts, nodes] all, _, _ in
            let node = nodes[number % nodes.count]
            let bearers = hosts.filter { all[$0]?.containers[node] != nil }
            guard !bearers.isEmpty else { return }
            all[bearers[number / nodes.count % bearers.count]]?.meddle(node) { $0.status = .exited }
        }
    }

    /// - Parameters:
    ///   - repository: a repository of git; nil keeps all in memory.
    ///   - more: further lines of `isobar.yaml`.
    func reconciler(
        in place: String, repository url: String? = nil,
        clock: @escaping @Sendable () -> Timestamp = { Timestamp(seconds: 1_780_000_000) }, more: String = ""
    ) throws -> Reconciler {
        // Who measures one hint of a forge wants no poll beside it.
        let source = url.map { "{url: \($0), pollSeconds: 86400, publishAuditHead: false}" } ?? "{url: /nowhere}"
        let text = """
            formatVersion: 1
            repository: \(source)
            database: \(place)/ledger.sqlite
            ssh: {identityFile: /dev/null}
            secrets: {identityFile: /dev/null}

            """ + more
        let result = ControllerConfiguration.read(Array(text.utf8), file: "isobar.yaml", directory: place)
        guard let configuration = result.configuration else {
            throw SimulatedBench.Unusable(result.diagnostics.map(\.description).joined(separator: "\n"))
        }
        let way = world.transports(of: ControllerLife(number: 1))
        let secrets = secrets
        return try Reconciler(
            configuration, holder: "bench:1", clock: clock,
            surroundings: Surroundings(
                transport: { host in
                    self.opened.withLock { $0 += 1 }
                    return try way(host)
                },
                timer: timer.clock, deadlines: timer.deadlines, repository: url == nil ? repository : nil,
                openSecrets: { sealed in sealed.reduce(into: [:]) { $0[$1.name] = secrets[$1.name] } }))
    }

    /// The images that `versions.yaml` names.
    private static func images(_ files: [SourceFile]) throws -> [String] {
        guard let versions = files.first(where: { $0.path == "versions.yaml" }) else { return [] }
        return String(decoding: versions.bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let words = line.prefix { $0 != "#" }.split(separator: " ")
            return words.count == 2 && words[0].hasSuffix(":") ? String(words[1]) : nil
        }
    }

    /// As the guides set one up.
    private static func host(_ host: BrokerModel.Host, bearsAddress: Bool) -> SimulatedHost {
        var simulated = SimulatedHost(name: host.name.text)
        simulated.makeDirectory("/home/gb", owner: "gb", group: "docker")
        guard host.role == .loadbalancer else { return simulated }
        simulated.makeDirectory("/etc/haproxy")
        simulated.files[SimulatedProxy.path] = SimulatedFile(
            bytes: Array(SimulatedProxy.packaged.utf8), isPackageDefault: true)
        simulated.proxy = SimulatedProxy(loaded: SimulatedProxy.packaged, hasVirtualAddress: bearsAddress)
        return simulated
    }
}
