/// How it is decided that a container does its work, beyond running.
public enum HealthProbe: String, Sendable, Hashable, Codable {
    /// Running is enough.
    case running
    /// The container's own health check says `healthy`.
    case healthCheck
    /// A node of the Redis cluster: its health check, and what it says of the
    /// cluster.
    case redis
    /// A member of the EMQX cluster: its health check, and whether it lists all
    /// others as running.
    case emqx
    /// An antiloop instance: `/metrics` and `/primary` on port 1880, compared
    /// with what they said before and with the sibling's.
    case antiloop
}
