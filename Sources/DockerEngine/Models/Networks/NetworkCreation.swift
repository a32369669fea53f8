/// What a network shall be.
public struct NetworkCreation: Sendable, Hashable {
    public var name: String
    public var driver: String
    public var isInternal = false
    public var labels: [String: String] = [:]
    public var options: [String: String] = [:]

    /// Empty lets the engine choose.
    public var addressPools: [AddressPool] = []

    public init(_ name: String, driver: String = "bridge") {
        self.name = name
        self.driver = driver
    }
}

extension NetworkCreation: Encodable {
    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case driver = "Driver"
        case isInternal = "Internal"
        case labels = "Labels"
        case options = "Options"
        case addressManagement = "IPAM"
        case checkDuplicate = "CheckDuplicate"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(driver, forKey: .driver)
        try container.encode(isInternal, forKey: .isInternal)
        try container.encode(labels, forKey: .labels)
        try container.encode(options, forKey: .options)
        if !addressPools.isEmpty {
            try container.encode(AddressManagement(pools: addressPools), forKey: .addressManagement)
        }
        // Before API 1.44 two networks of one name are possible unless asked
        // not to be; later engines ignore it.
        try container.encode(true, forKey: .checkDuplicate)
    }
}
