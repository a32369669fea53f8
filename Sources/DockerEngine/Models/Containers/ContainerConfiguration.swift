/// What a container is apart from the host it runs on: `Config` of a container
/// and of an image, and the top level of a creation.
///
/// Nil, or empty, in a creation means: as in the image. An inspection gives
/// the two merged.
public struct ContainerConfiguration: Sendable, Hashable {
    /// The reference as written at the creation; empty in an image.
    public var image: String

    public var environment: [EnvironmentVariable] = []
    public var labels: [String: String] = [:]
    public var command: [String]?
    public var entrypoint: [String]?

    /// `name`, `uid` or `uid:gid`; nil is root.
    public var user: String?

    /// Nil: the short container id, or the host's name on the host's network.
    public var hostname: String?

    public var healthCheck: HealthCheck?

    /// `SIGTERM` when nil.
    public var stopSignal: String?

    /// From the stop signal to SIGKILL, in whole seconds; 10 s when nil.
    public var stopTimeout: Duration?

    public var exposedPorts: Set<ContainerPort> = []

    public init(image: String) {
        self.image = image
    }
}

extension ContainerConfiguration: Codable {
    private enum CodingKeys: String, CodingKey {
        case image = "Image"
        case environment = "Env"
        case labels = "Labels"
        case command = "Cmd"
        case entrypoint = "Entrypoint"
        case user = "User"
        case hostname = "Hostname"
        case healthCheck = "Healthcheck"
        case stopSignal = "StopSignal"
        case stopTimeout = "StopTimeout"
        case exposedPorts = "ExposedPorts"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        image = try container.value(.image, default: "")
        environment = try container.value(.environment, default: [])
        labels = try container.value(.labels, default: [:])
        command = try container.decodeIfPresent([String].self, forKey: .command)
        entrypoint = try container.decodeIfPresent([String].self, forKey: .entrypoint)
        user = try container.text(.user)
        hostname = try container.text(.hostname)
        healthCheck = try container.decodeIfPresent(HealthCheck.self, forKey: .healthCheck)
        stopSignal = try container.text(.stopSignal)
        stopTimeout = try container.decodeIfPresent(Int64.self, forKey: .stopTimeout).map { .seconds($0) }
        let ports = try container.value(.exposedPorts, default: [String: JSONObject]())
        // A range, which some image builders write, is left out: nothing here
        // makes one.
        exposedPorts = Set(ports.keys.compactMap { ContainerPort($0) })
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(image, forKey: .image)
        try container.encode(environment, forKey: .environment)
        try container.encode(labels, forKey: .labels)
        try container.encodeIfPresent(command, forKey: .command)
        try container.encodeIfPresent(entrypoint, forKey: .entrypoint)
        try container.encodeIfPresent(user, forKey: .user)
        try container.encodeIfPresent(hostname, forKey: .hostname)
        try container.encodeIfPresent(healthCheck, forKey: .healthCheck)
        try container.encodeIfPresent(stopSignal, forKey: .stopSignal)
        try container.encodeIfPresent(stopTimeout?.wholeSeconds, forKey: .stopTimeout)
        try container.encode([String: JSONObject](ports: exposedPorts), forKey: .exposedPorts)
    }
}
