/// Containers that stand beside others on their hosts and whose names read like
/// centre identifiers. The desired state refuses nodes of these names, so that
/// the name of a container tells whether it is an instance of a node.
public enum CompanionContainer: String, Sendable, CaseIterable {
    case portainerAgent = "portainer-agent"
    case redisExporter = "redis-exporter"

    public var name: String { rawValue }
}
