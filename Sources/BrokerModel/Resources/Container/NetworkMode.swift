/// How a container is attached to the network.
public enum NetworkMode: Sendable, Hashable, Codable {
    /// The host's own network.
    case host
    /// User-defined bridge networks, by name; the first is the primary one.
    case networks([String])
}
