/// A port of the host that leads to a container's port.
public struct HostPort: Sendable, Hashable {
    /// The host's address it is bound to; nil means all.
    public var address: String?

    /// Nil lets the engine choose.
    public var number: UInt16?

    public init(_ number: UInt16?, address: String? = nil) {
        self.number = number
        self.address = address
    }
}

extension HostPort: Codable {
    private enum CodingKeys: String, CodingKey {
        case address = "HostIp"
        case number = "HostPort"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        address = try container.text(.address)
        number = try container.text(.number).flatMap(UInt16.init)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(address ?? "", forKey: .address)
        try container.encode(number.map(String.init) ?? "", forKey: .number)
    }
}
