/// Which events of an engine are of interest.
///
/// Values of one field are alternatives, but every label must be there.
public struct EventFilter: Sendable, Hashable {
    /// `container`, `image`, `network`; empty means all.
    public var kinds: [String]

    /// Empty means all. Name the ones you need: a container's health check
    /// makes three events of its own every time it runs.
    public var actions: [String]

    /// `name` or `name=value`.
    public var labels: [String]

    public init(kinds: [String] = [], actions: [String] = [], labels: [String] = []) {
        self.kinds = kinds
        self.actions = actions
        self.labels = labels
    }

    /// What changes the state of a container.
    public static func containers(labels: [String] = []) -> Self {
        Self(
            kinds: ["container"],
            actions: ["create", "start", "die", "destroy", "rename", "oom", "health_status", "update"],
            labels: labels)
    }
}
