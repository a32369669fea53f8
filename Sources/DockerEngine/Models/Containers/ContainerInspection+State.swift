extension ContainerInspection {
    /// `State` of an inspection: what a container does and how its last process
    /// ended.
    public struct State: Sendable, Hashable {
        public var status: ContainerStatus

        /// Of the last process; 0 while the first one runs.
        public var exitCode: Int

        /// Whether the kernel ended it for want of memory.
        public var wasOutOfMemory: Bool

        /// Why it could not be started, in the engine's words; nil without error.
        public var error: String?

        /// RFC 3339 with nanoseconds, as the engine gives it; nil when it was never
        /// started. Another value is another start.
        public var startedAt: String?

        /// As ``startedAt``; nil when it never ended.
        public var finishedAt: String?

        /// ``HealthStatus/none`` without a health check.
        public var health: HealthStatus

        /// Failed health checks in a row.
        public var failingStreak: Int
    }
}

extension ContainerInspection.State: Decodable {
    private enum CodingKeys: String, CodingKey {
        case status = "Status"
        case exitCode = "ExitCode"
        case wasOutOfMemory = "OOMKilled"
        case error = "Error"
        case startedAt = "StartedAt"
        case finishedAt = "FinishedAt"
        case health = "Health"
    }

    private struct Health: Decodable {
        var Status: HealthStatus?
        var FailingStreak: Int?
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        /// Go's zero time stands for "never".
        func time(_ key: CodingKeys) throws -> String? {
            try container.text(key).flatMap { $0.hasPrefix("0001-01-01T") ? nil : $0 }
        }
        status = try container.decode(ContainerStatus.self, forKey: .status)
        exitCode = try container.value(.exitCode, default: 0)
        wasOutOfMemory = try container.value(.wasOutOfMemory, default: false)
        error = try container.text(.error)
        startedAt = try time(.startedAt)
        finishedAt = try time(.finishedAt)
        let check = try container.decodeIfPresent(Health.self, forKey: .health)
        health = check?.Status ?? .none
        failingStreak = check?.FailingStreak ?? 0
    }
}
