import BrokerModel

/// Where the instances of one antiloop host go, and what they share.
struct AntiloopHost {
    let directory: PlacedDirectory
    let traefik: TraefikInstance
    let owner: FileOwner
    let directoryOwnership: FileOwnership
    let redisContents: ConfidentialText
    let globalBrokerContents: ConfidentialText

    private let name: HostName
    private let hostContents: ConfidentialText

    init(
        directory: PlacedDirectory,
        traefik: TraefikInstance,
        owner: FileOwner,
        directoryOwnership: FileOwnership,
        redisContents: ConfidentialText,
        globalBrokerContents: ConfidentialText,
        name: HostName
    ) {
        self.directory = directory
        self.traefik = traefik
        self.owner = owner
        self.directoryOwnership = directoryOwnership
        self.redisContents = redisContents
        self.globalBrokerContents = globalBrokerContents
        self.name = name
        var file = EnvFile()
        file.set("WHOAMI", EnvFile.Value(name))
        hostContents = file.contents
    }

    /// Adds one instance: its files, then its route, then its container. In
    /// this order Traefik never sees a container without its middleware.
    ///
    /// - Returns: what its route hangs on.
    func add(_ node: AntiloopNode, to assembly: inout HostAssembly) -> [ResourceAddress] {
        let origin = node.origin
        let id = node.centreID.text
        let image = assembly.image(node.container.image, node.imageOrigin)
        let own = assembly.directory(directory.path.appending(id), in: directory, directoryOwnership, origin)
        let files = [
            assembly.file(
                "docker-compose.yml", in: own, node.composeContents, ownedBy: owner, origin),
            assembly.file("redis.env", in: own, redisContents, ownedBy: owner, origin),
            assembly.file("globalbroker.env", in: own, globalBrokerContents, ownedBy: owner, origin),
            assembly.file("host.env", in: own, hostContents, ownedBy: owner, origin),
            assembly.file(id + ".env", in: own, node.environmentContents, ownedBy: owner, origin),
        ]
        let route = assembly.file(
            id + ".yml", in: traefik.dynamic, node.routeContents, ownedBy: owner, check: .traefikDynamic, origin)
        var specification = node.container
        if specification.environment["WHOAMI"] == nil {
            specification.environment["WHOAMI"] = ConfidentialText(name.text)
        }
        let container = assembly.container(
            specification, after: [image, traefik.network] + files + [route], redundancy: node.redundancy,
            origin)
        return [route, container]
    }
}
