/// What a container is doing.
public struct ContainerState: Sendable, Hashable, Codable {
    /// `created`, `running`, `paused`, `restarting`, `removing`, `exited`, `dead`.
    public var status: String
    /// `starting`, `healthy`, `unhealthy`; nil without a health check.
    public var health: String?
    public var exitCode: Int?
    public var startedAt: String?
    public var restartCount: Int

    public init(
        status: String,
        health: String? = nil,
        exitCode: Int? = nil,
        startedAt: String? = nil,
        restartCount: Int = 0
    ) {
        self.status = status
        self.health = health
        self.exitCode = exitCode
        self.startedAt = startedAt
        self.restartCount = restartCount
    }

    public var isRunning: Bool { status == "running" }
}
