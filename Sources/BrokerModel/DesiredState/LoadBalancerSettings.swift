/// The settings of the managed load balancer pair.
public struct LoadBalancerSettings: Sendable, Equatable {
    /// The address clients connect to, on whichever balancer is active.
    public var virtualAddress: String

    /// PEM: certificate chain and private key.
    public var certificate: TextSource
    public var clusterPassword: TextSource

    /// CIDR ranges that may open the EMQX dashboard through the balancer.
    public var dashboardAllowedFrom: [String]

    /// The balancer that shall have the address when it is free to choose; nil
    /// when either will do.
    public var preferred: HostName?

    /// The host that gives the two balancers a third vote; nil for none.
    public var quorumDevice: HostName?

    public init(
        virtualAddress: String,
        certificate: TextSource,
        clusterPassword: TextSource,
        dashboardAllowedFrom: [String] = [],
        preferred: HostName? = nil,
        quorumDevice: HostName? = nil
    ) {
        self.virtualAddress = virtualAddress
        self.certificate = certificate
        self.clusterPassword = clusterPassword
        self.dashboardAllowedFrom = dashboardAllowedFrom
        self.preferred = preferred
        self.quorumDevice = quorumDevice
    }
}
