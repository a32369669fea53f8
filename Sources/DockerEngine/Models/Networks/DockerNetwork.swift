/// A network of the engine.
public struct DockerNetwork: Sendable, Hashable {
    public var id: String
    public var name: String

    /// `bridge`, `host`, `null`, `overlay`…
    public var driver: String

    public var isInternal: Bool
    public var labels: [String: String]
    public var options: [String: String]
    public var addressPools: [AddressPool]

    /// The ids of the containers attached; known only when one network was
    /// asked for, not in a list.
    public var containers: Set<String>
}

extension DockerNetwork: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case name = "Name"
        case driver = "Driver"
        case isInternal = "Internal"
        case labels = "Labels"
        case options = "Options"
        case addressManagement = "IPAM"
        case containers = "Containers"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        name = try container.decode(String.self, forKey: .name)
        driver = try container.value(.driver, default: "")
        isInternal = try container.value(.isInternal, default: false)
        labels = try container.value(.labels, default: [:])
        options = try container.value(.options, default: [:])
        addressPools = try container.value(.addressManagement, default: AddressManagement()).pools
        containers = Set(try container.value(.containers, default: [String: JSONObject]()).keys)
    }
}
