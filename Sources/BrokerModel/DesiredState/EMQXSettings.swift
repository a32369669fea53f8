/// Secrets of the EMQX cluster, and whose users it has.
public struct EMQXSettings: Sendable, Equatable {
    /// The Erlang cookie, the same on all nodes of the cluster.
    public var cookie: TextSource
    public var dashboardPassword: TextSource

    /// From EMQX 5.9 on a cluster needs one.
    public var license: TextSource?

    /// What becomes of users of the broker that nobody asks for.
    public var otherUsers: OtherUsers

    /// Users that the desired state does not have.
    public enum OtherUsers: String, Sendable, CaseIterable {
        /// They stay, unless Isobar made them.
        case keep
        /// The list of users is complete: whoever made them, they go.
        case remove
    }

    public init(
        cookie: TextSource, dashboardPassword: TextSource, license: TextSource? = nil, otherUsers: OtherUsers = .keep
    ) {
        self.cookie = cookie
        self.dashboardPassword = dashboardPassword
        self.license = license
        self.otherUsers = otherUsers
    }
}
