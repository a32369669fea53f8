import BrokerModel

/// A member of the Redis cluster, on each broker and antiloop host. Which of
/// them are masters is the cluster's own business and changes at run time.
struct RedisMember {
    private let facts: FleetFacts

    /// The members' addresses, by the names of their hosts.
    private let addresses: [String: String]

    /// Nil where Redis runs elsewhere.
    init?(_ facts: FleetFacts) {
        guard case .managed = facts.settings.redis else { return nil }
        self.facts = facts
        addresses = Dictionary(
            uniqueKeysWithValues: (facts.brokers + facts.antiloops).map { ($0.name.text, $0.address.text) })
    }

    func add(to assembly: inout HostAssembly) {
        let origin = Origin(facts.source, "member of the Redis cluster")
        let configuration = configuration(announcing: addresses[assembly.host.text])
        let directory = assembly.directory(facts.home.appending("redis"), facts.directoryOwnership, origin)
        let file = assembly.file("redis.conf", in: directory, configuration, ownedBy: facts.owner, origin)
        let image = assembly.image(facts.versions.redis, .versions("image of Redis"))
        let container = ContainerSpecification(
            name: "redis",
            image: facts.versions.redis,
            mounts: [Mount(source: directory.path.text, target: "/data")],
            network: .host,
            extraHosts: addresses,
            restartPolicy: .unlessStopped,
            healthCheck: HealthCheck(
                // -e: an error reply ends with a status other than 0.
                test: ["CMD", "redis-cli", "-e", "ping"], intervalSeconds: 10, timeoutSeconds: 5, retries: 3),
            command: ["redis-server", "/data/redis.conf", "--save", "20", "1"],
            user: "\(facts.settings.containerUser.uid):\(facts.settings.containerUser.gid)",
            stopTimeoutSeconds: 30,
            probe: .redis,
            startupFiles: [directory.path.appending("redis.conf").text: configuration.startupDigest])
        assembly.container(
            container, after: [image, file], redundancy: Redundancy(role: .redis, set: "redis"), origin)
    }

    /// That the members are one cluster. Its masters, when it is made, are the
    /// brokers first.
    var cluster: Resource {
        let members = facts.brokers + facts.antiloops
        return Resource(
            address: RedisClusterSpecification.resource,
            specification: RedisClusterSpecification(
                members: members.map { RedisClusterMember(host: $0.name, address: $0.address.text) }),
            dependencies: members.map { ResourceAddress($0.name, HelperSpecification.kind, "isobar") },
            source: facts.source, reason: "the antiloop's instances are elected and drop duplicates through it")
    }

    /// Open to the network without a password, as the guide has it: the
    /// firewall lets only the six hosts in.
    ///
    /// - Parameter address: where the others and clients find it. Left to itself
    ///   a node takes the address at which it was first met, and goes on to name
    ///   it to clients after its host has got another.
    private func configuration(announcing address: String?) -> ConfidentialText {
        """
        \(FileHeader.comment)\
        \(address.map { "cluster-announce-ip \($0)\n" } ?? "")\
        bind 0.0.0.0
        protected-mode no
        port 6379
        cluster-enabled yes
        cluster-config-file nodes.conf
        cluster-node-timeout \(String(RedisClusterSpecification.nodeTimeout.components.seconds * 1000))
        appendonly yes

        """
    }
}
