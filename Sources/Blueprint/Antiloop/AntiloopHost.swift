import BrokerModel

/// Where the instances of one antiloop host go, and what they share.
struct AntiloopHost {
    let directory: PlacedDirectory
    let traefik: TraefikInstance
    let owner: FileOwner
    let directoryOwnership: FileOwnership
    let redisText: FileText
    let globalBrokerText: FileText

    private let name: HostName
    private let hostText: FileText

    init(
        directory: PlacedDirectory,
        traefik: TraefikInstance,
        owner: FileOwner,
        directoryOwnership: FileOwnership,
        redisText: FileText,
        globalBrokerText: FileText,
        name: HostName
    ) {
        self.directory = directory
        self.traefik = traefik
        self.owner = owner
        self.directoryOwnership = directoryOwnership
        self.redisText = redisText
        self.globalBrokerText = globalBrokerText
        self.name = name
        var file = EnvFile()
        file.set("WHOAMI", EnvFile.Value(name))
        hostText = FileText(file.contents)
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
                "docker-compose.yml", in: own, node.composeText, ownedBy: owner, origin),
            assembly.file("redis.env", in: own, redisText, ownedBy: owner, origin),
            assembly.file("globalbroker.env", in: own, globalBrokerText, ownedBy: owner, origin),
            assembly.file("host.env", in: own, hostText, ownedBy: owner, origin),
            assembly.file(id + ".env", in: own, node.environmentText, ownedBy: owner, origin),
        ]
        let route = assembly.file(
            id + ".yml", in: traefik.dynamic, node.routeText, ownedBy: owner, check: .traefikDynamic, origin)
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
