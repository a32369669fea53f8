/// What a container's health check says.
public struct HealthStatus: RawRepresentable, Codable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The container has no health check.
    public static let none = Self(rawValue: "none")
    public static let starting = Self(rawValue: "starting")
    public static let healthy = Self(rawValue: "healthy")
    public static let unhealthy = Self(rawValue: "unhealthy")
}
