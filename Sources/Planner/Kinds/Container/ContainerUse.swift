import BrokerModel

/// What containers use, so that it goes only after them.
struct ContainerUse {
    private var byName: [String: ResourceAddress] = [:]
    private var byMount: [String: [ResourceAddress]] = [:]
    private var byNetwork: [String: [ResourceAddress]] = [:]

    mutating func add(_ address: ResourceAddress, _ container: ContainerObservation) {
        byName[address.name] = address
        for mount in container.mounts { byMount[mount.source, default: []].append(address) }
        var networks = Set(container.attachedNetworks)
        if case .networks(let names) = container.network { networks.formUnion(names) }
        for network in networks { byNetwork[network, default: []].append(address) }
    }

    func addresses(onNetwork name: String) -> [ResourceAddress] { byNetwork[name] ?? [] }

    /// Containers that mount the file or a directory above it, or that it is
    /// named after: `…/compose/<name>/host.env`, `…/dynamic/<name>.yml`.
    func addresses(usingFile path: String) -> [ResourceAddress] {
        guard !byName.isEmpty else { return [] }
        var found: Set<ResourceAddress> = []
        for component in path.split(separator: "/") {
            if let user = byName[String(component.prefix { $0 != "." })] ?? byName[String(component)] {
                found.insert(user)
            }
        }
        var ancestor = path[...]
        while !ancestor.isEmpty {
            if let users = byMount[String(ancestor)] { found.formUnion(users) }
            ancestor = ancestor[..<(ancestor.lastIndex(of: "/") ?? ancestor.startIndex)]
        }
        return found.sorted()
    }
}
