import BrokerModel

/// Redis' numbers for Prometheus, beside each member of the Redis cluster, so
/// that the management host needs no way to Redis itself, which has no password
/// (prom-redis exporter `redis_exporter`; its environment is documented in its
/// README).
struct RedisExporter {
    static let port = 9121

    private let facts: FleetFacts
    private let image: ImageReference

    /// Nil where it is not deployed, or Redis runs elsewhere.
    init?(_ facts: FleetFacts) {
        guard facts.runsRedis, let image = facts.versions.redisExporter else { return nil }
        self.facts = facts
        self.image = image
    }

    func add(to assembly: inout HostAssembly) {
        let image = assembly.image(image, .versions("image of the Redis exporter"))
        let container = ContainerSpecification(
            name: CompanionContainer.redisExporter.name,
            image: self.image,
            environment: [
                "REDIS_ADDR": "redis://127.0.0.1:6379",
                "REDIS_EXPORTER_WEB_LISTEN_ADDRESS": ConfidentialText(":\(Self.port)"),
            ],
            network: .host,
            restartPolicy: .unlessStopped,
            user: "\(facts.settings.containerUser.uid):\(facts.settings.containerUser.gid)")
        assembly.container(container, after: [image], Origin(facts.source, "Redis' numbers for Prometheus"))
    }
}
