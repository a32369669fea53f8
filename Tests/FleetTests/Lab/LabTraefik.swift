import BrokerModel
import DockerEngine
import Execution
import SSH
import Testing

@testable import Fleet

/// A real Traefik on a host of the lab, made by Fleet in the host's own places:
/// the engine knows no others. It is gone afterwards.
struct LabTraefik: Sendable {
    let fleet: FleetHosts
    let performer: FleetPerformer
    private let transport: any Transport

    static let hostName = "waloop02"
    private static let directory = "/home/gb/traefik"

    static func with(_ body: (LabTraefik) async throws -> Void) async throws {
        let lab = try LabHosts()
        let host = try lab.host(hostName)
        let fleet = FleetHosts([host], settings: try Sandbox.settings()) { try lab.transport(to: $0) }
        let traefik = LabTraefik(
            fleet: fleet, performer: FleetPerformer(fleet), transport: try lab.transport(to: host))
        try await traefik.clean()
        do {
            try await traefik.make()
            try await body(traefik)
        } catch {
            try await traefik.end()
            throw error
        }
        try await traefik.end()
    }

    /// A file of the dynamic directory.
    func file(_ name: String, _ contents: ConfidentialText, check: FileCheck? = .traefikDynamic) throws -> Resource {
        try file(path: "\(Self.directory)/dynamic/\(name)", contents, check)
    }

    /// A file with one router.
    static func route(_ name: String) -> ConfidentialText {
        ConfidentialText(
            """
            http:
              routers:
                \(name):
                  rule: "PathPrefix(`/\(name)`)"
                  entryPoints: [web]
                  service: noop@internal

            """)
    }

    /// The step that waits until Traefik routes so.
    func verify(_ routers: String...) throws -> Step {
        Steps.step(try routes(routers), .run, StepVerb.verify)
    }

    func routes(_ routers: String...) throws -> Resource { try routes(routers) }

    private func routes(_ routers: [String]) throws -> Resource {
        try resource(TraefikSpecification(routers: routers.map { $0 + "@file" }), "routes")
    }

    func observed(_ wanted: [Resource]) async throws -> ObservedHost {
        let name = try HostName(Self.hostName).required
        let state = await FleetObserver(fleet).observe([name], wanted: wanted, at: 0)
        if let failure = state.unreachable.values.first { throw failure }
        return try state.hosts[name].required
    }

    func observation(of resource: Resource) async throws -> (any ResourceObservation)? {
        try await observed([resource]).resources[resource.address]?.observation
    }

    /// Runs a command line on the host as root; what it said.
    @discardableResult
    func shell(_ text: String) async throws -> String {
        let result = try await transport.run(RemoteCommand(["sudo", "-n", "sh", "-c", text]))
        try #require(result.succeeded, "\(text): \(String(decoding: result.errorOutput, as: UTF8.self))")
        return String(decoding: result.output, as: UTF8.self)
    }

    /// The names and contents in the dynamic directory.
    func listing() async throws -> String {
        try await shell("cd \(Self.directory)/dynamic && for f in $(ls -A); do echo \"$f:\"; cat \"$f\"; done")
    }

    private func make() async throws {
        let directories = try [Self.directory, Self.directory + "/dynamic"].map { path in
            try resource(
                DirectorySpecification(
                    path: try AbsolutePath(path).required,
                    ownership: FileOwnership(owner: "gb", group: "gb", mode: 0o755)),
                String(path.dropFirst()))
        }
        let configuration = try file(
            path: Self.directory + "/traefik.yml",
            """
            api: {insecure: true}
            entryPoints: {web: {address: ":80"}}
            providers: {providersThrottleDuration: 100ms, file: {directory: /etc/traefik/dynamic, watch: true}}

            """, nil)
        let network = try resource(NetworkSpecification(name: "traefik"), "traefik")
        let container = try resource(
            ContainerSpecification(
                name: "traefik", image: try ImageReference("lab/traefik:3.7.15").required,
                mounts: [Mount(source: Self.directory, target: "/etc/traefik", isReadOnly: true)],
                network: .networks(["traefik"]),
                ports: [PortBinding(hostAddress: "127.0.0.1", hostPort: 8080, containerPort: 8080)],
                restartPolicy: .unlessStopped),
            "traefik")
        let good = try file("good.yml", Self.route("good"))
        let failures = try await performer.carryOut(
            directories.map { Steps.put($0) } + [
                Steps.put(configuration), Steps.put(good), Steps.step(network, .create, StepVerb.create),
                Steps.step(container, .create, StepVerb.create), verify("good"),
            ])
        try #require(failures == [:])
    }

    private func end() async throws {
        await fleet.close()
        try await clean()
        await transport.close()
    }

    private func clean() async throws {
        try await shell(
            "docker rm -f traefik >/dev/null 2>&1; docker network rm traefik >/dev/null 2>&1; "
                + "rm -rf \(Self.directory) /var/lib/isobar")
    }

    private func file(path: String, _ contents: ConfidentialText, _ check: FileCheck?) throws -> Resource {
        let path = try AbsolutePath(path).required
        return try resource(
            FileSpecification(
                path: path, contents: contents, ownership: FileOwnership(owner: "gb", group: "gb", mode: 0o644),
                check: check),
            String(path.text.dropFirst()))
    }

    private func resource<Wanted: Specification>(_ specification: Wanted, _ name: String) throws -> Resource {
        Resource(
            address: ResourceAddress(try HostName(Self.hostName).required, Wanted.kind, name),
            specification: specification, source: SourcePosition(file: "broker.yaml", line: 1), reason: "test")
    }
}
