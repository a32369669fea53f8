import BrokerModel

/// The address that moves between the two load balancers.
struct VirtualIP {
    private let facts: FleetFacts
    private let specification: VirtualIPSpecification

    /// Nil where another load balancer serves the ports, and where there are not
    /// two: pacemaker keeps an address on one of exactly two (docs/virtual-ip.md).
    init?(_ facts: FleetFacts, _ findings: inout Findings) {
        guard let settings = facts.settings.loadBalancer.settings, facts.balancers.count == 2 else { return nil }
        self.facts = facts
        let address = findings.take("loadBalancer.virtualAddress", at: facts.source, otherwise: .standIn) {
            () throws(Refusal) in try HostAddress(settings.virtualAddress)
        }
        let field = "loadBalancer.clusterPassword"
        guard let secret = findings.text(settings.clusterPassword, for: field, at: facts.source) else { return nil }
        let password = findings.take(field, at: facts.source, otherwise: nil) { () throws(Refusal) in
            try ClusterPassword(secret)
        }
        guard let password else { return nil }
        specification = VirtualIPSpecification(
            address: address.text,
            balancers: facts.balancers.map { member in
                ClusterMember(host: member.name, address: member.address.text, interface: member.host.interface ?? "")
            },
            password: password.text, preferred: settings.preferred, hasThirdVote: settings.quorumDevice != nil)
    }

    /// It is there after HAProxy: the address goes only where that works. Its
    /// programs come from packages.
    func resource(after resources: [Resource]) -> Resource {
        let members = Set(specification.hosts)
        let kinds: Set<ResourceKind> = [HAProxySpecification.kind, PackageSpecification.kind]
        var ground: [ResourceAddress] = []
        for index in resources.indices where kinds.contains(resources[index].address.kind) {
            let address = resources[index].address
            if let host = address.host, members.contains(host) { ground.append(address) }
        }
        return Resource(
            address: VirtualIPSpecification.resource, specification: specification, dependencies: ground,
            source: facts.source, reason: "the address clients connect to")
    }
}
