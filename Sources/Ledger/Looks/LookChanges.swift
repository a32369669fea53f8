public import BrokerModel

/// What differs on a host from the look before, each in order.
public struct LookChanges: Sendable, Equatable {
    /// Whether there was no look before.
    public var isFirst: Bool
    public var appeared: [ResourceAddress]
    public var changed: [ResourceAddress]
    public var gone: [ResourceAddress]

    /// How many resources were seen.
    public var resources: Int

    public init(
        isFirst: Bool = false, appeared: [ResourceAddress] = [], changed: [ResourceAddress] = [],
        gone: [ResourceAddress] = [], resources: Int = 0
    ) {
        self.isFirst = isFirst
        self.appeared = appeared
        self.changed = changed
        self.gone = gone
        self.resources = resources
    }
}
