public import BrokerModel

/// What the hosts shall hold so that the broker is as a commit wants it: every
/// directory, file, network, image, container and running configuration.
///
/// A function of its inputs alone; the same inputs give the same resources in
/// the same order.
public struct BrokerBlueprint: Sendable {
    private let desired: DesiredState
    private let placement: Placement
    private let secrets: [SecretName: Secret]
    private let today: CalendarDate
    private let helperDigest: Digest
    private let images: [ImageReference: ImageSupply]

    /// - Parameters:
    ///   - placement: the hosts of every node that is active `today`.
    ///   - secrets: the decrypted secrets; those of inactive nodes may be
    ///     missing.
    ///   - today: the day in UTC, which decides which nodes have expired.
    ///   - helperDigest: the digest of the helper script the hosts shall have.
    ///   - images: what the controller can stream, when images are pushed.
    public init(
        desired: DesiredState,
        placement: Placement,
        secrets: [SecretName: Secret],
        today: CalendarDate,
        helperDigest: Digest,
        images: [ImageReference: ImageSupply] = [:]
    ) {
        self.desired = desired
        self.placement = placement
        self.secrets = secrets
        self.today = today
        self.helperDigest = helperDigest
        self.images = images
    }

    /// The name of the file, in resource addresses, that has a host take packages
    /// from the source of the desired state.
    public static let packageSourceFile = String(PackageSourceFile.resourceName)

    /// The resources, host by host in the order of their names.
    ///
    /// - Throws: one failure with a line for everything that is wrong: values
    ///   their place cannot hold (`desired-state-invalid`), secrets that are
    ///   not there (`secret-unavailable`), nodes without hosts
    ///   (`placement-impossible`).
    public func resources() throws(Failure) -> [Resource] {
        var findings = Findings(secrets: secrets)
        let facts = FleetFacts(desired, &findings)
        let nodes = AntiloopNodes(of: desired.activeNodes(today: today), on: placement, facts, &findings)
        let ground = HostGround(facts, &findings)
        let redis = RedisMember(facts)
        let broker = EMQXMember(facts, &findings)
        let balancer = LoadBalancerPair(facts, &findings)
        let virtualIP = VirtualIP(facts, &findings)
        let thirdVote = ThirdVote(facts, for: virtualIP)
        let management = ManagementHost(nodes.all, facts, &findings)
        let redisExporter = RedisExporter(facts)
        let agent = PortainerAgent(facts, &findings)
        try findings.check()

        let supplies = ImageSupplies(desired.broker.distribution, images)
        var resources: [Resource] = []
        for member in facts.hosts {
            var assembly = HostAssembly(
                member.host, helper: helperDigest, images: supplies, addingTo: &resources)
            ground.add(to: &assembly, of: member.host)
            switch member.host.role {
            case .broker:
                redis?.add(to: &assembly)
                redisExporter?.add(to: &assembly)
                broker.add(to: &assembly)
                agent?.add(to: &assembly, at: member.address)
            case .antiloop:
                redis?.add(to: &assembly)
                redisExporter?.add(to: &assembly)
                nodes.add(to: &assembly, at: member.address)
                agent?.add(to: &assembly, at: member.address)
            case .loadbalancer:
                balancer?.add(to: &assembly)
            case .manage:
                management.add(to: &assembly, at: member.address)
                agent?.add(to: &assembly, at: member.address)
            }
            assembly.finish(to: &resources)
        }
        if let redis { resources.append(redis.cluster) }
        resources += broker.shared
        resources += balancer?.rotation ?? []
        if let virtualIP { resources.append(virtualIP.resource(after: resources)) }
        if let thirdVote { resources.append(thirdVote.resource(after: resources)) }
        return resources
    }
}
