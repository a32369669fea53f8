/// A part of the broker with rules of its own (`policy.scopes`). Of hosts,
/// nodes and kinds, each that is named must be met; an empty list is met by
/// everything.
public struct PolicyScope: Sendable, Hashable {
    public var hosts: [HostName]
    public var nodes: [CentreID]
    public var kinds: [ResourceKind]

    /// Nil leaves it as for all.
    public var apply: ApplyPolicy.Mode?
    public var selfHeal: Bool?

    public init(
        hosts: [HostName] = [], nodes: [CentreID] = [], kinds: [ResourceKind] = [], apply: ApplyPolicy.Mode? = nil,
        selfHeal: Bool? = nil
    ) {
        self.hosts = hosts
        self.nodes = nodes
        self.kinds = kinds
        self.apply = apply
        self.selfHeal = selfHeal
    }

    public func covers(_ step: Step) -> Bool {
        isMet(hosts.map(ChangeScope.host), step) && isMet(nodes.map(ChangeScope.node), step)
            && isMet(kinds.map(ChangeScope.kind), step)
    }

    private func isMet(_ parts: [ChangeScope], _ step: Step) -> Bool {
        parts.isEmpty || parts.contains { $0.covers(step) }
    }
}
