/// That the EMQX containers on these hosts are one cluster, into which nobody
/// comes without a name and a password, and in which nobody may do what no rule
/// allows.
public struct EMQXClusterSpecification: Specification {
    public static let kind = ResourceKind("emqx")

    /// `cluster/emqx`.
    public static let resource = ResourceAddress(sharedKind: kind)

    public var members: [EMQXClusterMember]

    /// The password of the dashboard's administrator, in the form in which the
    /// container's environment has it.
    public var dashboardPassword: ConfidentialText

    /// Whether users that nobody asks for are removed, whoever made them.
    public var ownsAllUsers: Bool

    public init(members: [EMQXClusterMember], dashboardPassword: ConfidentialText, ownsAllUsers: Bool = false) {
        self.members = members
        self.dashboardPassword = dashboardPassword
        self.ownsAllUsers = ownsAllUsers
    }

    public var hosts: [HostName] { members.map(\.host) }
    public var nodes: Set<String> { Set(members.map(\.node)) }
    public var recognisable: [ConfidentialText] { [dashboardPassword] }

    /// The container a member runs in.
    public static func container(on host: HostName) -> ResourceAddress {
        ResourceAddress(host, ContainerSpecification.kind, containerName)
    }

    public static let containerName = "emqx"

    public func add(to fingerprint: inout Fingerprint) {
        for member in members { fingerprint.field("member", [member.host.text, member.node]) }
        fingerprint.field("dashboardPassword", dashboardPassword)
        fingerprint.field("ownsAllUsers", ownsAllUsers ? 1 : 0)
    }
}
