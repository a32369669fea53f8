import BrokerModel

/// What the record says of a resource that drifted.
struct NotedDrift {
    /// Whether it differs, as far as was recorded.
    var isOpen: Bool

    /// When that was recorded.
    var since: Timestamp
}
