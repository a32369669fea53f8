/// What the helper's `reach` told, as raw text.
struct ReachReport: Sendable, Equatable {
    /// A line a connection that was answered: address, port, outcome.
    var connections: String

    /// `ip -o neigh show`
    var neighbours: String
}
