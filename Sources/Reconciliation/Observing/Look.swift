import BrokerModel

/// What was wanted and what was seen, of one moment.
struct Look: Sendable {
    var resources: [Resource]
    var observed: ObservedState

    /// When each host was seen, if that was not now (`plan --cached`).
    var rememberedFrom: [HostName: Timestamp]?
    var warnings: [String] = []
}
