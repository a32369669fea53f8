import BrokerModel

/// Portainer on a management host, behind Traefik at `/portainer`. Which agents
/// it shows is chosen there (Portainer documentation, "Add a Docker Standalone
/// environment").
struct PortainerServer {
    private let facts: FleetFacts
    private let image: ImageReference
    private let secret: EnvFile.Value
    private let password: EnvFile.Value

    /// Nil where it is not deployed.
    init?(_ facts: FleetFacts, _ findings: inout Findings) {
        guard let image = facts.versions.portainer else { return nil }
        guard let settings = facts.settings.portainer else {
            findings.report("is missing, and versions.yaml deploys Portainer", about: "portainer", at: facts.source)
            return nil
        }
        self.facts = facts
        self.image = image
        secret = findings.value(settings.agentSecret, for: "portainer.agentSecret", at: facts.source)
        password = findings.value(settings.adminPassword, for: "portainer.adminPassword", at: facts.source)
    }

    func add(to assembly: inout HostAssembly, network: ResourceAddress) {
        let origin = Origin(facts.source, "Portainer for operators")
        let directory = assembly.directory(facts.home.appending("portainer"), facts.directoryOwnership, origin)
        let data = assembly.directory(
            directory.path.appending("data"), in: directory, facts.directoryOwnership, origin)
        let configuration = assembly.directory(
            directory.path.appending("configuration"), in: directory, facts.directoryOwnership, origin)
        // It is hashed when Portainer first starts, and never read again.
        let file = assembly.file(
            "admin-password", in: configuration, password.text, ownedBy: facts.owner,
            origin.reason("the password Portainer's administrator has at first"))
        let image = assembly.image(image, .versions("image of Portainer"))
        let container = ContainerSpecification(
            name: "portainer",
            image: self.image,
            environment: ["AGENT_SECRET": secret.text],
            mounts: [
                Mount(source: configuration.path.text, target: "/etc/portainer", isReadOnly: true),
                Mount(source: data.path.text, target: "/data"),
            ],
            network: .networks([TraefikInstance.networkName]),
            restartPolicy: .unlessStopped,
            command: ["--admin-password-file=/etc/portainer/admin-password"],
            user: "\(facts.settings.containerUser.uid):\(facts.settings.containerUser.gid)")
        assembly.container(container, after: [image, network, file] + data.dependencies, origin)
    }
}
