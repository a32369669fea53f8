import BrokerModel
import Execution
import Foundation
import Ledger
import Reconciliation
import SimulatedFleet
import Synchronization
import TestSupport
import Testing

@testable import Secrets

/// The small broker with a canary in every secret: a repository, an identity
/// of age, a controller, and hosts in memory.
final class CanaryBroker: Sendable {
    /// What can go wrong with secrets.
    enum Misfortune: CaseIterable {
        /// A line break in a password, which no env file can hold.
        case valueForNoPlace
        /// A certificate that is none.
        case noCertificate
        /// A user's password in the URL of a broker.
        case urlForNoPlace
        /// Sealed for somebody else.
        case otherRecipient
        /// Cut short.
        case damaged
        /// A whole canary where a secret's file should be, in the clear.
        case inTheClear
    }

    private let directory = GitFixture.temporaryDirectory()
    private let repository: GitFixture
    private let recipient: String
    private let world: SimulatedWorld
    private let timer = AcceleratedClock(factor: 50)
    private let configuration: ControllerConfiguration

    init() throws {
        try FileManager.default.createDirectory(atPath: directory + "/data", withIntermediateDirectories: true)
        try #require(try SpawnedProgram.run("age-keygen", ["-o", directory + "/identity"]).status == 0)
        let key = try SpawnedProgram.run("age-keygen", ["-y", directory + "/identity"]).output
        recipient = String(decoding: key.dropLast(), as: UTF8.self)
        repository = try GitFixture()
        try Self.writeWitness(in: directory)
        let text = """
            formatVersion: 1
            repository: {url: "\(repository.directory)"}
            database: \(directory)/data/ledger.sqlite
            ssh: {identityFile: \(directory)/identity}
            secrets: {identityFile: \(directory)/identity}
            policy: {allowedPackageSources: ["https://packages.example.org/*"]}

            """
        let read = ControllerConfiguration.read(Array(text.utf8), file: "isobar.yaml", directory: directory)
        configuration = try #require(read.configuration)
        let roles = [
            "wbroker01", "wbroker02", "wbroker03", "waloop01", "waloop02", "waloop03", "wlb01", "wlb02", "wmanage",
        ]
        let images = SmallBroker.versions.split(separator: "\n").compactMap { line in
            line.split(separator: " ").last.map(String.init)
        }
        world = SimulatedWorld(
            roles.map(Self.host), registry: SimulatedRegistry(images + ["golfvert/wis2gb:2.0.7"]),
            timer: FleetTimer(timer, deadlines: ContinuousClock()), pace: SeededGenerator(seed: 1),
            haste: SimulatedWorld.Haste(exchange: 1...20, stop: 100...1000, warmUp: 100...1000))
    }

    /// A program in the place of `age` that notes how it was started, as others
    /// could read it (proc(5)), and becomes the real one.
    private static func writeWitness(in directory: String) throws {
        let script = """
            #!/bin/sh
            cat /proc/$$/cmdline /proc/$$/environ >"\(directory)/started.$$"
            PATH=/usr/local/bin:/usr/bin:/bin exec age "$@"

            """
        // Written by another process: a child that inherited our descriptor would keep it from being run (ETXTBSY).
        let written = try SpawnedProgram.run(
            "sh", ["-c", "mkdir programs && cat >programs/age && chmod 700 programs/age"], directory: directory,
            input: Array(script.utf8))
        try #require(written.status == 0)
    }

    /// The command lines and environments of all runs of `age` by the program.
    func programsStarted() throws -> [Data] {
        try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasPrefix("started.") }
            .compactMap { FileManager.default.contents(atPath: "\(directory)/\($0)") }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    private static func host(_ name: String) -> SimulatedHost {
        var host = SimulatedHost(name: name)
        host.makeDirectory("/home/gb", owner: "gb", group: "gb")
        guard name.hasPrefix("wlb") else { return host }
        host.makeDirectory("/etc/haproxy")
        host.files[SimulatedProxy.path] = SimulatedFile(
            bytes: Array(SimulatedProxy.packaged.utf8), isPackageDefault: true)
        host.proxy = SimulatedProxy(loaded: SimulatedProxy.packaged, hasVirtualAddress: name == "wlb01")
        return host
    }

    // MARK: - Secrets

    var canaries: [Canary] { (1...3).flatMap(canaries) }

    private func canaries(version: Int) -> [Canary] {
        // A cookie of EMQX has few signs; the others have some that are escaped here or there.
        // Members that run are not given another one (docs/emqx.md): it stays as it was.
        SmallBroker.secrets.map { name in
            let isCookie = name == "emqx-cookie"
            return Canary(name, version: isCookie ? 1 : version, isPlain: isCookie)
        }
            + SmallBroker.hiddenWords.keys.sorted().map { Canary($0, version: version, isPlain: true) }
    }

    /// Those that version 0.1 brings to hosts; the others are for what it does
    /// not set up yet.
    func deployed(version: Int) -> [Canary] {
        canaries(version: version).filter { !["hacluster", "reader-topic"].contains($0.name) }
    }

    private func value(_ canary: Canary) -> String {
        switch canary.name {
        case "certificate", "manage-certificate":
            SimulatedCertificate.pem(note: canary.value)
        case "traefik-users", "monitor-users": "admin:\(canary.value)"
        default: SmallBroker.hiddenWords[canary.name]?.replacing("WORD", with: canary.value) ?? canary.value
        }
    }

    func commit(version: Int) throws {
        try commit(version: version, values: [:], files: [:])
    }

    private func commit(version: Int, values: [String: String], files changed: [String: String]) throws {
        var files = SmallBroker.hidden(SmallBroker.files.mapValues { String(decoding: $0, as: UTF8.self) })
        files["secrets/recipients.txt"] = recipient + "\n"
        for canary in canaries(version: version) {
            files["secrets/\(canary.name).age"] = try seal(values[canary.name] ?? value(canary), for: recipient)
        }
        try repository.write(files.merging(changed) { $1 })
        _ = try repository.commit("version \(version)")
    }

    private func seal(_ value: String, for recipient: String) throws -> String {
        let sealed = try SpawnedProgram.run("age", ["--armor", "--recipient", recipient], input: Array(value.utf8))
        try #require(sealed.status == 0)
        return String(decoding: sealed.output, as: UTF8.self)
    }

    // MARK: - Runs

    func apply() async throws -> (plan: String, result: String) {
        let reconciler = try reconciler()
        let lock = try reconciler.lock(for: "test")
        defer { lock.release() }
        let prepared = try await reconciler.prepare(PlanRequest())
        let result = try await reconciler.apply(
            prepared, ApplyRequest(actor: "test", allowedDeletes: 100), holding: lock, stop: StopRequest()
        ) { _ in }
        await prepared.close()
        let failures = result.report.failures.map { "\($0.failure)" }
        #expect(result.exitStatus == 0, "\(failures), conflicts: \(result.hasConflicts)")
        return (try prepared.document.json, "\(result)\n\(failures)")
    }

    /// What is said when programs on the hosts refuse every file and repeat it, which
    /// happens to the plan of the newest commit.
    func failingApply() async throws -> String {
        func repeatFiles(_ isOn: Bool) async {
            await world.edit { hosts, _, _ in
                for name in hosts.keys { hosts[name]?.repeatsFiles = isOn }
            }
        }
        await repeatFiles(true)
        let reconciler = try reconciler()
        let lock = try reconciler.lock(for: "test")
        defer { lock.release() }
        let prepared = try await reconciler.prepare(PlanRequest())
        let words = Mutex("")
        let result = try await reconciler.apply(
            prepared, ApplyRequest(actor: "test", allowedDeletes: 100), holding: lock, stop: StopRequest()
        ) { event in
            guard case .ended(_, let outcome, _, _) = event else { return }
            words.withLock { $0 += "\(outcome)\n" }
        }
        await prepared.close()
        await repeatFiles(false)
        return result.report.failures.map { "\($0.failure)\n" }.joined() + words.withLock { $0 }
    }

    /// All that doctor finds.
    func examine() async throws -> DoctorDocument {
        try await reconciler().examine(DoctorRequest())
    }

    /// What is said when something is wrong with a secret.
    func failure(_ misfortune: Misfortune) async throws -> String {
        let canary = Canary("node-password", version: 3)
        let file = "secrets/\(canary.name).age"
        switch misfortune {
        case .valueForNoPlace: try commit(version: 3, values: [canary.name: "\(canary.value)\nEVIL=1"], files: [:])
        case .noCertificate:
            let certificate = Canary("certificate", version: 3)
            try commit(version: 3, values: [certificate.name: certificate.value], files: [:])
        case .urlForNoPlace:
            let url = Canary("node-url", version: 3, isPlain: true)
            try commit(version: 3, values: [url.name: "mqtts://user:\(url.value)@mqtt.example.ca"], files: [:])
        case .otherRecipient:
            let other = try SpawnedProgram.run("sh", ["-c", "age-keygen 2>/dev/null | age-keygen -y"]).output
            let sealed = try seal(canary.value, for: String(decoding: other.dropLast(), as: UTF8.self))
            try commit(version: 3, values: [:], files: [file: sealed])
        case .damaged:
            let sealed = try seal(canary.value, for: recipient)
            try commit(version: 3, values: [:], files: [file: String(sealed.dropLast(80))])
        case .inTheClear:
            try commit(version: 3, values: [:], files: [file: canary.value + "\n"])
        }
        do {
            let prepared = try await reconciler().prepare(PlanRequest())
            await prepared.close()
            Issue.record("\(misfortune) went unnoticed")
            return ""
        } catch let invalid as DesiredStateInvalid {
            return invalid.diagnostics.map(\.description).joined(separator: "\n")
        } catch {
            return "\(error) \(String(reflecting: error))"
        }
    }

    func reconciler() throws -> Reconciler {
        let secrets = AgeSecrets(
            identityFile: directory + "/identity", program: AgeProgram(searchPath: directory + "/programs"))
        return try Reconciler(
            configuration, holder: "test:1", clock: { 1_795_248_281_000_000 },
            surroundings: Surroundings(
                transport: world.transports(of: ControllerLife(number: 1)), timer: timer, deadlines: ContinuousClock(),
                openSecrets: { try await secrets.decrypt($0) }))
    }

    // MARK: - Looking

    func isOnHosts(_ canary: Canary) async -> Bool {
        await world.edit { hosts, _, _ in
            hosts.values.contains { host in
                host.files.values.contains { canary.shows(in: Data($0.bytes)) }
                    || host.containers.values.contains { canary.shows(in: Data("\($0)".utf8)) }
            }
        }
    }

    /// All that the controller keeps, the repository's clear commits left out:
    /// one of them holds a canary in the clear on purpose.
    func filesOfController() throws -> [(what: String, data: Data)] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: directory + "/data")
        return names.filter { !$0.hasPrefix("repository.git/") }.compactMap { name in
            FileManager.default.contents(atPath: "\(directory)/data/\(name)").map { (name, $0) }
        }
    }
}
