/// What `broker.yaml` says: identity, load balancer, users, policy.
public struct BrokerSettings: Sendable, Equatable {
    public var centreID: CentreID

    /// The DNS domain; the broker answers as `globalbroker.<domain>`.
    public var domain: String
    public var containerUser: ContainerUser
    public var publish: PublishTarget
    public var antiloop: AntiloopSettings
    public var loadBalancer: LoadBalancer
    public var emqx: EMQXSettings
    public var redis: RedisPlacement

    /// The MQTT users of the broker, by name.
    public var users: [String: MQTTUser]
    public var traefik: TraefikSettings

    public var monitoring: MonitoringSettings

    /// Nil where Portainer is not deployed.
    public var portainer: PortainerSettings?
    public var distribution: ImageDistribution

    /// Where packages come from besides the hosts' own sources; nil for nowhere.
    public var packageSource: PackageSource?
    public var rollout: RolloutLimits
    public var source: SourcePosition

    public init(
        centreID: CentreID,
        domain: String,
        containerUser: ContainerUser = ContainerUser(),
        publish: PublishTarget,
        antiloop: AntiloopSettings = AntiloopSettings(),
        loadBalancer: LoadBalancer,
        emqx: EMQXSettings,
        redis: RedisPlacement = .managed,
        users: [String: MQTTUser] = [:],
        traefik: TraefikSettings = TraefikSettings(),
        monitoring: MonitoringSettings = MonitoringSettings(),
        portainer: PortainerSettings? = nil,
        distribution: ImageDistribution = .pull,
        packageSource: PackageSource? = nil,
        rollout: RolloutLimits = RolloutLimits(),
        source: SourcePosition
    ) {
        self.centreID = centreID
        self.domain = domain
        self.containerUser = containerUser
        self.publish = publish
        self.antiloop = antiloop
        self.loadBalancer = loadBalancer
        self.emqx = emqx
        self.redis = redis
        self.users = users
        self.traefik = traefik
        self.monitoring = monitoring
        self.portainer = portainer
        self.distribution = distribution
        self.packageSource = packageSource
        self.rollout = rollout
        self.source = source
    }
}
