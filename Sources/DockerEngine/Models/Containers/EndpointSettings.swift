/// How a container is attached to one network.
public struct EndpointSettings: Sendable, Hashable {
    /// Names it is reached by on the network. The engine appends the short
    /// container id.
    public var aliases: [String]

    /// Its IPv4 address; nil on the host's network and when it does not run.
    /// Not sent when a container is created.
    public private(set) var address: String?

    public private(set) var networkID: String?

    public init(aliases: [String] = []) {
        self.aliases = aliases
    }
}

extension EndpointSettings: Codable {
    private enum CodingKeys: String, CodingKey {
        case aliases = "Aliases"
        case address = "IPAddress"
        case networkID = "NetworkID"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        aliases = try container.value(.aliases, default: [])
        address = try container.text(.address)
        networkID = try container.text(.networkID)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(aliases, forKey: .aliases)
    }
}
