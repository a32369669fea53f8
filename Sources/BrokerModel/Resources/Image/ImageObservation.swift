/// An image in a host's engine.
public struct ImageObservation: ResourceObservation {
    public static let kind = ImageSpecification.kind

    /// The content id (`sha256:…`), the same on every host.
    public var id: String

    /// What the image brings along; needed to tell a container's own settings
    /// from inherited ones.
    public var environment: [String: String]
    public var command: [String]?
    public var entrypoint: [String]?
    public var user: String
    public var labels: [String: String]
    public var healthCheck: HealthCheck?

    public init(
        id: String,
        environment: [String: String] = [:],
        command: [String]? = nil,
        entrypoint: [String]? = nil,
        user: String = "",
        labels: [String: String] = [:],
        healthCheck: HealthCheck? = nil
    ) {
        self.id = id
        self.environment = environment
        self.command = command
        self.entrypoint = entrypoint
        self.user = user
        self.labels = labels
        self.healthCheck = healthCheck
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("id", id)
    }

    public var record: [String: String] {
        ["id": id]
    }
}
