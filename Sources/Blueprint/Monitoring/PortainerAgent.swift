import BrokerModel

/// The agent by which Portainer sees the containers of a host, on every host
/// with an engine. Whoever knows the secret may do there what the engine may:
/// everything.
struct PortainerAgent {
    private let facts: FleetFacts
    private let image: ImageReference
    private let secret: EnvFile.Value

    private static let port = 9001

    /// Nil where it is not deployed.
    init?(_ facts: FleetFacts, _ findings: inout Findings) {
        guard let image = facts.versions.portainerAgent else { return nil }
        guard let settings = facts.settings.portainer else {
            findings.report("is missing, and versions.yaml deploys the agent", about: "portainer", at: facts.source)
            return nil
        }
        self.facts = facts
        self.image = image
        secret = findings.value(settings.agentSecret, for: "portainer.agentSecret", at: facts.source)
    }

    /// - Parameter address: the only one the port is published on.
    func add(to assembly: inout HostAssembly, at address: HostAddress) {
        let origin = Origin(facts.source, "lets Portainer see the containers of this host")
        let network = assembly.network("portainer", origin)
        let image = assembly.image(image, .versions("image of the Portainer agent"))
        let container = ContainerSpecification(
            name: CompanionContainer.portainerAgent.name,
            image: self.image,
            environment: ["AGENT_SECRET": secret.text],
            mounts: [
                Mount(source: "/var/run/docker.sock", target: "/var/run/docker.sock"),
                Mount(source: "/var/lib/docker/volumes", target: "/var/lib/docker/volumes"),
            ],
            network: .networks(["portainer"]),
            ports: [PortBinding(hostAddress: address.text, hostPort: Self.port, containerPort: Self.port)],
            restartPolicy: .unlessStopped)
        assembly.container(container, after: [image, network], origin)
    }
}
