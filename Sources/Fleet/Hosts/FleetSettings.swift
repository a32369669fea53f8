public import BrokerModel

/// What Fleet must know of the broker beyond the resources themselves.
public struct FleetSettings: Sendable {
    /// The broker the hosts belong to; what bears another one's mark is not ours.
    public var broker: CentreID

    /// The home of the containers' user, in which everything is that Isobar
    /// manages outside of `/etc/haproxy`.
    public var home: AbsolutePath

    /// The address that moves between the load balancers.
    public var virtualAddress: String?

    /// Who the leases are taken for: this process.
    public var holder: LeaseHolder

    /// Where images come from that are streamed to the hosts, if they are.
    public var images: (any ImageDepot)?

    /// To how many hosts images are streamed at the same time.
    public var pushesAtOnce = 4

    /// How long a look at one host may take, connecting included.
    public var observationDeadline = Duration.seconds(20)

    /// How long Traefik may take to report new routers as enabled. Its file
    /// provider gathers changes for up to 2 s, a container just started takes
    /// as long again.
    public var routersDeadline = Duration.seconds(15)

    /// How long the members of the Redis cluster may take to be whole: making it
    /// takes 10 s, electing a master 20 s, copying what one holds some more.
    public var redisDeadline = Duration.seconds(120)

    /// How long the members of the EMQX cluster may take to find each other: a
    /// node starts in 10 s to 30 s and looks for the others then.
    public var emqxDeadline = Duration.seconds(120)

    public init(broker: CentreID, home: AbsolutePath, virtualAddress: String?, holder: LeaseHolder) {
        self.broker = broker
        self.home = home
        self.virtualAddress = virtualAddress
        self.holder = holder
    }
}
