import BrokerModel

/// The vote that decides between the two balancers when they do not see each
/// other. It is a resource also where nobody wants it: then it is that there is
/// none, and what was there before goes.
struct ThirdVote {
    private let specification: QuorumDeviceSpecification
    private let source: SourcePosition

    /// Nil where there is no virtual address to vote about.
    init?(_ facts: FleetFacts, for virtualIP: VirtualIP?) {
        guard virtualIP != nil, let settings = facts.settings.loadBalancer.settings else { return nil }
        let server = facts.managers.first { $0.name == settings.quorumDevice }
        source = facts.source
        specification = QuorumDeviceSpecification(
            balancers: facts.balancers.map(\.name),
            server: server.map { QuorumServer(host: $0.name, address: $0.address.text) },
            retired: facts.managers.map(\.name).filter { $0 != server?.name })
    }

    /// After the cluster, and after all that the plan does to the programs of its
    /// hosts.
    func resource(after resources: [Resource]) -> Resource {
        let members = Set(specification.hosts)
        let kinds: Set<ResourceKind> = [HAProxySpecification.kind, PackageSpecification.kind]
        var ground = [VirtualIPSpecification.resource]
        for index in resources.indices where kinds.contains(resources[index].address.kind) {
            let address = resources[index].address
            if let host = address.host, members.contains(host) { ground.append(address) }
        }
        return Resource(
            address: QuorumDeviceSpecification.resource, specification: specification, dependencies: ground,
            source: source, reason: "the third vote of the load balancers")
    }
}
