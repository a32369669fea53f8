import BrokerModel

/// What is remembered of the hosts, in place of a look at them.
struct Recollection: Sendable {
    var survey: Survey

    /// When each host that is known was seen.
    var seenAt: [HostName: Timestamp]

    /// What the commits want and nobody looked for yet: taken not to be there.
    var notLookedFor: [ResourceAddress]
}
