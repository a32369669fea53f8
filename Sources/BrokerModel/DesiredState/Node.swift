/// One subscription: a WIS2 Node, a Global Cache or another Global Broker.
public struct Node: Sendable, Equatable {
    public var centreID: CentreID
    public var kind: NodeKind
    public var subscription: Subscription
    public var checks: MessageChecks

    /// False removes the node from the hosts and keeps it in git.
    public var isEnabled: Bool

    /// In place of the fleet's antiloop image.
    public var image: ImageReference?

    /// Added to the container's environment; wins over the broker's.
    public var environment: [String: TextSource]

    /// The hosts the two instances shall run on; nil leaves it to placement.
    public var pinnedHosts: [HostName]?

    /// From this day on (UTC) the node counts as not enabled.
    public var expires: CalendarDate?

    /// Where the node is written: its file, line 1.
    public var source: SourcePosition

    public init(
        centreID: CentreID,
        kind: NodeKind = .node,
        subscription: Subscription,
        checks: MessageChecks = MessageChecks(),
        isEnabled: Bool = true,
        image: ImageReference? = nil,
        environment: [String: TextSource] = [:],
        pinnedHosts: [HostName]? = nil,
        expires: CalendarDate? = nil,
        source: SourcePosition
    ) {
        self.centreID = centreID
        self.kind = kind
        self.subscription = subscription
        self.checks = checks
        self.isEnabled = isEnabled
        self.image = image
        self.environment = environment
        self.pinnedHosts = pinnedHosts
        self.expires = expires
        self.source = source
    }

    /// Whether the node shall run on `today`.
    public func isActive(today: CalendarDate) -> Bool {
        guard isEnabled else { return false }
        guard let expires else { return true }
        return today < expires
    }
}
