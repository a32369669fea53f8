/// The addresses a network gives out.
public struct AddressPool: Sendable, Hashable, Codable {
    /// In CIDR notation: `172.20.0.0/16`.
    public var subnet: String?

    /// The host's own address on it.
    public var gateway: String?

    public init(subnet: String?, gateway: String? = nil) {
        self.subnet = subnet
        self.gateway = gateway
    }

    private enum CodingKeys: String, CodingKey {
        case subnet = "Subnet"
        case gateway = "Gateway"
    }
}
