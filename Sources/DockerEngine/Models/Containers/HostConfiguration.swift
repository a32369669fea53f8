/// How a container uses its host: `HostConfig`.
public struct HostConfiguration: Sendable, Hashable {
    public var restartPolicy = RestartPolicy.never

    /// `host`, `bridge`, `none` or a network's name; nil is the default bridge.
    public var networkMode: String?

    /// `source:target[:options]`, as others made them; creations use
    /// ``mounts``.
    public var binds: [String] = []

    public var mounts: [Mount] = []
    public var extraHosts: [ExtraHost] = []
    public var portBindings: [ContainerPort: [HostPort]] = [:]

    /// Nil: the engine's default.
    public var logging: LogConfiguration?

    public init() {}
}

extension HostConfiguration: Codable {
    private enum CodingKeys: String, CodingKey {
        case restartPolicy = "RestartPolicy"
        case networkMode = "NetworkMode"
        case binds = "Binds"
        case mounts = "Mounts"
        case extraHosts = "ExtraHosts"
        case portBindings = "PortBindings"
        case logging = "LogConfig"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        restartPolicy = try container.value(.restartPolicy, default: .never)
        networkMode = try container.text(.networkMode)
        binds = try container.value(.binds, default: [])
        mounts = try container.value(.mounts, default: [])
        extraHosts = try container.value(.extraHosts, default: [])
        let bindings = try container.value(.portBindings, default: [String: [HostPort]?]())
        for (text, ports) in bindings {
            guard let port = ContainerPort(text) else { continue }
            portBindings[port] = ports ?? []
        }
        logging = try container.decodeIfPresent(LogConfiguration.self, forKey: .logging)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(restartPolicy, forKey: .restartPolicy)
        try container.encodeIfPresent(networkMode, forKey: .networkMode)
        try container.encode(binds, forKey: .binds)
        try container.encode(mounts, forKey: .mounts)
        try container.encode(extraHosts, forKey: .extraHosts)
        let bindings = portBindings.map { ($0.key.description, $0.value) }
        try container.encode([String: [HostPort]](uniqueKeysWithValues: bindings), forKey: .portBindings)
        try container.encodeIfPresent(logging, forKey: .logging)
    }
}
