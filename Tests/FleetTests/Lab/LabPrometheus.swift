import BrokerModel
import DockerEngine
import Execution
import SSH
import Testing

@testable import Fleet

/// A real Prometheus on a host of the lab, made by Fleet in the host's own
/// places. It is gone afterwards.
struct LabPrometheus: Sendable {
    private let fleet: FleetHosts
    private let performer: FleetPerformer
    private let transport: any Transport

    private static let hostName = "waloop03"
    private static let directory = "/home/gb/prometheus"

    static func with(_ body: (LabPrometheus) async throws -> Void) async throws {
        let lab = try LabHosts()
        let host = try lab.host(hostName)
        let fleet = FleetHosts([host], settings: try Sandbox.settings()) { try lab.transport(to: $0) }
        let prometheus = LabPrometheus(
            fleet: fleet, performer: FleetPerformer(fleet), transport: try lab.transport(to: host))
        try await prometheus.clean()
        do {
            try await body(prometheus)
        } catch {
            try await prometheus.end()
            throw error
        }
        try await prometheus.end()
    }

    /// Directories, files and the container that reads them.
    func make(_ files: [Resource]) async throws {
        let directories = try ["", "/rules", "/data"].map { name in
            let path = try AbsolutePath(Self.directory + name).required
            return try resource(
                DirectorySpecification(
                    path: path, ownership: FileOwnership(owner: "gb", group: "gb", mode: 0o755)),
                String(path.text.dropFirst()))
        }
        let container = try resource(
            ContainerSpecification(
                name: "prometheus", image: try ImageReference("lab/prometheus:2.42.0").required,
                mounts: [
                    Mount(source: Self.directory, target: "/etc/prometheus", isReadOnly: true),
                    Mount(source: Self.directory + "/data", target: "/prometheus"),
                ],
                network: .networks(["bridge"]),
                ports: [PortBinding(hostAddress: "127.0.0.1", hostPort: 9090, containerPort: 9090)],
                restartPolicy: .unlessStopped,
                command: [
                    "--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus",
                    "--web.enable-lifecycle",
                ],
                user: "1000:1000"),
            "prometheus")
        let failures = try await carryOut(
            directories.map { Steps.put($0) } + files.map { Steps.put($0) }
                + [Steps.step(container, .create, StepVerb.create)])
        try #require(failures == [:])
    }

    func file(_ name: String, _ text: String, _ check: FileCheck) throws -> Resource {
        let path = try AbsolutePath("\(Self.directory)/\(name)").required
        return try resource(
            FileSpecification(
                path: path, contents: ConfidentialText(text),
                ownership: FileOwnership(owner: "gb", group: "gb", mode: 0o644), check: check),
            String(path.text.dropFirst()))
    }

    func process(_ groups: String...) throws -> Resource { try process(groups) }

    func reload(_ groups: String...) throws -> Step {
        Steps.step(try process(groups), .run, StepVerb.reload)
    }

    private func process(_ groups: [String]) throws -> Resource {
        try resource(PrometheusSpecification(groups: groups), "configuration")
    }

    @discardableResult
    func carryOut(_ steps: [Step]) async throws -> [ResourceAddress: Failure] {
        try await performer.carryOut(steps)
    }

    func observation(of resource: Resource) async throws -> (any ResourceObservation)? {
        let name = try HostName(Self.hostName).required
        let state = await FleetObserver(fleet).observe([name], wanted: [resource], at: 0)
        if let failure = state.unreachable.values.first { throw failure }
        return try state.hosts[name].required.resources[resource.address]?.observation
    }

    /// Runs a command line on the host as root; what it said.
    @discardableResult
    func shell(_ text: String) async throws -> String {
        let result = try await transport.run(RemoteCommand(["sudo", "-n", "sh", "-c", text]))
        try #require(result.succeeded, "\(text): \(String(decoding: result.errorOutput, as: UTF8.self))")
        return String(decoding: result.output, as: UTF8.self)
    }

    private func end() async throws {
        await fleet.close()
        try await clean()
        await transport.close()
    }

    private func clean() async throws {
        try await shell("docker rm -f prometheus >/dev/null 2>&1; rm -rf \(Self.directory) /var/lib/isobar")
    }

    private func resource<Wanted: Specification>(_ specification: Wanted, _ name: String) throws -> Resource {
        Resource(
            address: ResourceAddress(try HostName(Self.hostName).required, Wanted.kind, name),
            specification: specification, source: SourcePosition(file: "broker.yaml", line: 1), reason: "test")
    }
}
