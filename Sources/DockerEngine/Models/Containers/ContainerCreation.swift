/// What a container shall be: the body of a creation.
public struct ContainerCreation: Sendable, Hashable {
    public var configuration: ContainerConfiguration
    public var host: HostConfiguration

    /// How it is attached to the network of ``HostConfiguration/networkMode``,
    /// when that is one made by a user. Engines before API 1.44 take no more
    /// than one network here; further ones are connected before the start
    /// (``DockerClient/connect(_:to:as:)``).
    public var endpoint: EndpointSettings?

    public init(
        _ configuration: ContainerConfiguration,
        on host: HostConfiguration = HostConfiguration(),
        endpoint: EndpointSettings? = nil
    ) {
        self.configuration = configuration
        self.host = host
        self.endpoint = endpoint
    }
}

extension ContainerCreation: Encodable {
    private enum CodingKeys: String, CodingKey {
        case host = "HostConfig"
        case networking = "NetworkingConfig"
    }

    private struct Networking: Encodable {
        var EndpointsConfig: [String: EndpointSettings]
    }

    /// The configuration's fields stand beside `HostConfig`, not in an object
    /// of their own.
    public func encode(to encoder: any Encoder) throws {
        try configuration.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(host, forKey: .host)
        if let endpoint, let network = host.networkMode {
            try container.encode(Networking(EndpointsConfig: [network: endpoint]), forKey: .networking)
        }
    }
}
