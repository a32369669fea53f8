/// A line of a container's `/etc/hosts`: a name and its address.
public struct ExtraHost: Sendable, Hashable {
    public let name: String

    /// An IPv4 or IPv6 address, or `host-gateway`.
    public let address: String

    /// Nil when `name` cannot be one: the engine would cut it at the colon.
    public init?(_ name: String, _ address: String) {
        guard !name.isEmpty, !name.contains(":"), !address.isEmpty else { return nil }
        self.name = name
        self.address = address
    }
}

extension ExtraHost: Codable {
    /// Reads `name:address`; an IPv6 address has colons of its own.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        name = String(parts[0])
        address = parts.count == 2 ? String(parts[1]) : ""
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode("\(name):\(address)")
    }
}
