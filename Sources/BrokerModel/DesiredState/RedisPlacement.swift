/// Where the Redis cluster runs.
public enum RedisPlacement: Sendable, Equatable {
    /// On the broker and antiloop hosts.
    case managed
    /// Elsewhere: `host:port` of its nodes; nothing of it is touched.
    case external([TextSource])
}
