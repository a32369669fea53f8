/// Secrets of Portainer, needed where it or its agents are deployed.
public struct PortainerSettings: Sendable, Equatable {
    /// What server and agents know each other by (`AGENT_SECRET`).
    public var agentSecret: TextSource

    /// The password its administrator has at first.
    public var adminPassword: TextSource

    public init(agentSecret: TextSource, adminPassword: TextSource) {
        self.agentSecret = agentSecret
        self.adminPassword = adminPassword
    }
}
