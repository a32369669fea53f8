/// How images come onto the hosts.
public enum ImageDistribution: String, Sendable, Hashable, CaseIterable, Codable {
    /// The host's engine pulls from the registry.
    case pull
    /// The controller streams them over SSH.
    case push
}
