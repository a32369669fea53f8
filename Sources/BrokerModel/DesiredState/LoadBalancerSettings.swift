/// The settings of the managed load balancer pair.
public struct LoadBalancerSettings: Sendable, Equatable {
    /// The address clients connect to, on whichever balancer is active.
    public var virtualAddress: String

    /// PEM: certificate chain and private key.
    public var certificate: TextSource
    public var clusterPassword: TextSource

    /// CIDR ranges that may open the EMQX dashboard through the balancer.
    public var dashboardAllowedFrom: [String]

    public init(
        virtualAddress: String,
        certificate: TextSource,
        clusterPassword: TextSource,
        dashboardAllowedFrom: [String] = []
    ) {
        self.virtualAddress = virtualAddress
        self.certificate = certificate
        self.clusterPassword = clusterPassword
        self.dashboardAllowedFrom = dashboardAllowedFrom
    }
}
