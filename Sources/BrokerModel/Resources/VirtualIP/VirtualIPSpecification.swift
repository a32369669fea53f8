/// The address clients connect to, which pacemaker keeps on whichever of the
/// two load balancers works.
public struct VirtualIPSpecification: Specification {
    public static let kind = ResourceKind("virtual-ip")

    /// `cluster/virtual-ip`.
    public static let resource = ResourceAddress(sharedKind: kind)

    /// The name of the cluster in the published guide.
    public static let clusterName = "ha_cluster"

    public var address: String

    /// In the order of their names.
    public var balancers: [ClusterMember]

    /// Of `hacluster`, the account by which the daemons of pcs trust each other.
    public var password: ConfidentialText

    /// The balancer that has it when both could; nil when either will do.
    public var preferred: HostName?

    /// Whether a third vote decides when the balancers do not see each other
    /// (``QuorumDeviceSpecification``).
    public var hasThirdVote: Bool

    public init(
        address: String, balancers: [ClusterMember], password: ConfidentialText, preferred: HostName? = nil,
        hasThirdVote: Bool = false
    ) {
        self.address = address
        self.balancers = balancers
        self.password = password
        self.preferred = preferred
        self.hasThirdVote = hasThirdVote
    }

    public var hosts: [HostName] { balancers.map(\.host) }

    /// The interface, where all balancers call it the same. Else the address
    /// goes to the one whose network it is in (`ocf:heartbeat:IPaddr2`, `nic`).
    public var interface: String? {
        let names = Set(balancers.map(\.interface))
        return names.count == 1 ? names.first : nil
    }

    /// What a host records of the password it was given: a digest, which is
    /// secret too, since it could be tested against guesses.
    public var passwordStamp: ConfidentialText {
        ConfidentialText(Secret(password.withRevealed { Digest(of: $0).hexadecimal }))
    }

    public var recognisable: [ConfidentialText] { [passwordStamp] }

    /// The settings of the cluster, by the names they have in
    /// ``ClusterView/settings``.
    ///
    /// HAProxy is watched too, and the address is where HAProxy runs: with the
    /// address alone watched, as in the published guide, a stopped HAProxy is an
    /// outage without end. Two nodes have no majority without the other, so the
    /// quorum is not asked; with a third vote it is, and the one without it gives
    /// the address up. Nothing cuts the power of a node (no STONITH).
    public var settings: [String: String] {
        var settings = [
            "stonith-enabled": "false",
            "no-quorum-policy": quorumPolicy,
            "resource-stickiness": "100",
            "ip_gb agent": "ocf:heartbeat:IPaddr2",
            Self.addressSetting: address,
            "ip_gb cidr_netmask": "32",
            "ip_gb monitor": "every 10s, timeout 30s",
            "ip_gb colocation": "with haproxy-clone, INFINITY",
            "ip_gb order": "after haproxy-clone",
            "haproxy agent": "systemd:haproxy",
            "haproxy clone": "haproxy-clone",
            "haproxy monitor": "every 5s, timeout 10s",
        ]
        settings["ip_gb nic"] = interface
        settings[Self.preference] = preferred?.text
        return settings
    }

    /// What a node without a majority does (pacemaker, `no-quorum-policy`).
    public var quorumPolicy: String { hasThirdVote ? "stop" : "ignore" }

    /// What a change of a member's address in the cluster is called.
    public static func addressField(of member: HostName) -> String { "\(member) address" }

    /// The setting that is the address itself.
    public static let addressSetting = "ip_gb ip"

    /// The setting that names the preferred balancer.
    public static let preference = "ip_gb preferred"

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("address", address)
        for balancer in balancers {
            fingerprint.field("member", [balancer.host.text, balancer.address, balancer.interface])
        }
        fingerprint.field("password", password)
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) { fingerprint.field("setting " + name, value) }
    }
}
