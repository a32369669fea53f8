/// Secrets of the EMQX cluster.
public struct EMQXSettings: Sendable, Equatable {
    /// The Erlang cookie, the same on all nodes of the cluster.
    public var cookie: TextSource
    public var dashboardPassword: TextSource

    /// From EMQX 5.9 on a cluster needs one.
    public var license: TextSource?

    public init(cookie: TextSource, dashboardPassword: TextSource, license: TextSource? = nil) {
        self.cookie = cookie
        self.dashboardPassword = dashboardPassword
        self.license = license
    }
}
