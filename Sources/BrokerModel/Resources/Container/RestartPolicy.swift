/// When the engine starts a container again.
public enum RestartPolicy: String, Sendable, Hashable, Codable {
    case no
    case always
    case unlessStopped = "unless-stopped"
    case onFailure = "on-failure"
}
