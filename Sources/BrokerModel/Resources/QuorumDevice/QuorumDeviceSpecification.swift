/// A third vote for the cluster of the two load balancers: when they do not see
/// each other, it goes to one of them, and the other gives the address up
/// (corosync-qdevice(8)).
public struct QuorumDeviceSpecification: Specification {
    public static let kind = ResourceKind("quorum-device")

    /// `cluster/quorum-device`.
    public static let resource = ResourceAddress(sharedKind: kind)

    /// The members of the cluster, in the order of their names.
    public var balancers: [HostName]

    /// Nil when there shall be no third vote.
    public var server: QuorumServer?

    /// Hosts that may have given it before, and shall not any more.
    public var retired: [HostName]

    public init(balancers: [HostName], server: QuorumServer?, retired: [HostName] = []) {
        self.balancers = balancers
        self.server = server
        self.retired = retired
    }

    public var hosts: [HostName] { balancers + (server.map { [$0.host] } ?? []) + retired }

    /// What `corosync.conf` says of the device, by the names of its keys
    /// (``QuorumMemberView/device``). `ffsplit` is the algorithm for two nodes;
    /// without TLS anybody who reaches the port could vote. By the time-out, in
    /// milliseconds, the server notices a frozen member after 6 s instead of 12;
    /// until then it does not give its vote to the other one.
    public var device: [String: String] {
        guard let server else { return [:] }
        return [
            "model": "net", "votes": "1", "timeout": "5000", "net.algorithm": "ffsplit", "net.host": server.address,
            "net.tls": "required",
        ]
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("balancers", balancers.map(\.text))
        fingerprint.field("server", server?.host.text)
        for (name, value) in device.sorted(by: { $0.key < $1.key }) { fingerprint.field("device " + name, value) }
    }
}
