import BrokerModel

/// A Traefik on a host: its directories, network, container, and in the end
/// the proof that it has loaded its routes.
struct TraefikInstance {
    /// Where the dynamic files go.
    let dynamic: PlacedDirectory

    /// The network containers must be on to be routed to.
    let network: ResourceAddress

    private let container: ResourceAddress
    private let origin: Origin

    static let networkName = "traefik"

    /// What differs between the places a Traefik stands in.
    struct Setting {
        let staticConfiguration: ConfidentialText
        /// Ports published to the network.
        let ports: [Int]
        let readsEngine: Bool
    }

    init(
        _ setting: Setting, at address: HostAddress, _ facts: FleetFacts, _ assembly: inout HostAssembly,
        _ origin: Origin
    ) {
        self.origin = origin
        let directory = assembly.directory(facts.home.appending("traefik"), facts.directoryOwnership, origin)
        dynamic = assembly.directory(
            directory.path.appending("dynamic"), in: directory, facts.directoryOwnership, origin)
        let file = assembly.file(
            "traefik.yml", in: directory, setting.staticConfiguration, ownedBy: facts.owner, origin)
        network = assembly.network(Self.networkName, origin)
        let image = assembly.image(facts.versions.traefik, .versions("image of Traefik"))

        // The directory, never the file: a file that is replaced stays the old
        // one in a container that mounts it.
        var mounts = [Mount(source: directory.path.text, target: "/etc/traefik", isReadOnly: true)]
        if setting.readsEngine {
            mounts.append(Mount(source: Self.engineSocket, target: Self.engineSocket, isReadOnly: true))
        }
        // IPv4 hosts listen on IPv4 only: the engine hands IPv6 clients over
        // under its own address, and rules about clients would be void.
        let wildcard = address.isIPv6 ? "" : "0.0.0.0"
        let published = setting.ports.map { PortBinding(hostAddress: wildcard, hostPort: $0, containerPort: $0) }
        let specification = ContainerSpecification(
            name: "traefik",
            image: facts.versions.traefik,
            mounts: mounts,
            network: .networks([Self.networkName]),
            ports: published + [PortBinding(hostAddress: "127.0.0.1", hostPort: 8080, containerPort: 8080)],
            restartPolicy: .unlessStopped,
            startupFiles: [
                directory.path.appending("traefik.yml").text: setting.staticConfiguration.startupDigest
            ])
        container = assembly.container(specification, after: [image, network, file] + dynamic.dependencies, origin)
    }

    /// The routers that must be there once `dependencies` are.
    func assert(routers: [String], after dependencies: [ResourceAddress], in assembly: inout HostAssembly) {
        assembly.process(
            "routes", TraefikSpecification(routers: routers), after: [container] + dependencies, origin)
    }

    private static let engineSocket = "/var/run/docker.sock"
}
