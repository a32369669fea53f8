import BrokerModel

/// What was wanted and what was seen, of one moment.
struct Look: Sendable {
    var resources: [Resource]
    var observed: ObservedState
}
