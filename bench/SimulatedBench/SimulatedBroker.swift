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
    private let secrets: [String: Secret]
    private let opened = Mutex(0)

    /// How often a way to a host was opened.
    var connections: Int { opened.withLock { $0 } }

    init(from directory: String, nodes: Int, hosts: Int) throws {
        let files = try Self.certified(GeneratedBroker(from: directory, nodes: nodes, hosts: hosts).files)
        guard let today = CalendarDate("2026-06-01"), let desired = DesiredState.read(files, today: today).state else {
            throw SimulatedBench.Unusable("the desired state of \(directory) cannot be read")
        }
        repository = try OneCommit(files)
        let certificate = Secret(SimulatedCertificate.pem(note: "bench"))
        secrets = GeneratedBroker.secrets(of: desired).reduce(into: [:]) { secrets, entry in
            secrets[entry.key.text] = entry.key.text.contains("certificate") ? certificate : entry.value
        }
        // Hosts take next to no time, and Isobar's pauses are as short: what is
        // left is work.
        timer = FleetTimer(AcceleratedClock(factor: 1_000), deadlines: ContinuousClock())
        let images = [desired.versions.antiloop] + desired.nodes.compactMap(\.image)
        world = SimulatedWorld(
            desired.hosts.map { Self.host($0, bearsAddress: $0.name == desired.hosts(.loadbalancer).map(\.name).min()) }, registry: SimulatedRegistry(try Self.images(files) + images.map(\.text)),
            timer: timer, pace: SeededGenerator(seed: 1),
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

    func reconciler(in place: String) throws -> Reconciler {
        let text = """
            formatVersion: 1
            repository: {url: /nowhere}
            database: \(place)/ledger.sqlite
            ssh: {identityFile: /dev/null}
            secrets: {identityFile: /dev/null}

            """
        let result = ControllerConfiguration.read(Array(text.utf8), file: "isobar.yaml", directory: place)
        guard let configuration = result.configuration else {
            throw SimulatedBench.Unusable(result.diagnostics.map(\.description).joined(separator: "\n"))
        }
        let way = world.transports(of: ControllerLife(number: 1))
        let secrets = secrets
        return try Reconciler(
            configuration, holder: "bench:1", clock: { Timestamp(seconds: 1_780_000_000) },
            surroundings: Surroundings(
                transport: { host in
                    self.opened.withLock { $0 += 1 }
                    return try way(host)
                },
                timer: timer.clock, deadlines: timer.deadlines, repository: repository,
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
