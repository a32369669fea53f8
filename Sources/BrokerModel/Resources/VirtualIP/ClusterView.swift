/// What one load balancer knows of its cluster.
public struct ClusterView: Sendable, Equatable, Codable {
    /// Whether pacemaker, corosync and pcs are installed. If not, all else says
    /// nothing.
    public var isInstalled: Bool

    /// From `corosync.conf`; nil when the host is in no cluster.
    public var clusterName: String?

    /// Addresses by the names of nodes, from `corosync.conf`.
    public var nodes: [String: String] = [:]

    /// Whether pacemaker answers.
    public var isRunning = false

    /// Whether the cluster starts with the host.
    public var isEnabled = false

    /// All resources of the cluster, by name.
    public var resources: [String] = []

    /// Settings that are wanted somehow, by name (``VirtualIPSpecification/settings``).
    public var settings: [String: String] = [:]

    /// What hands did that keeps the cluster from working as configured:
    /// `constraint cli-prefer-ip_gb`, `wlb01 standby`, `ip_gb is-managed`.
    public var interventions: [String: String] = [:]

    /// Nodes that this one sees working.
    public var online: [String] = []

    /// Failed actions that pacemaker remembers: `haproxy on wlb01: not running`.
    public var failures: [String] = []

    /// The node on which pacemaker has the address.
    public var holder: String?

    /// Whether this host's interfaces bear the address.
    public var bearsAddress = false

    public init(isInstalled: Bool, clusterName: String? = nil) {
        self.isInstalled = isInstalled
        self.clusterName = clusterName
    }
}
