import BrokerModel

/// A range of addresses in CIDR notation (RFC 4632), in the characters such a
/// range has: `192.168.0.0/16`.
struct AddressRange: Hashable {
    let text: String

    init(_ text: String) throws(Refusal) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy(\.isDigit),
            (try? HostAddress(String(parts[0]))) != nil
        else { throw Refusal("is no address range such as 192.168.0.0/16") }
        self.text = text
    }

    init(_ address: HostAddress) {
        text = address.text + (address.isIPv6 ? "/128" : "/32")
    }

    var isIPv6: Bool { text.utf8.contains(UInt8(ascii: ":")) }

    /// Whether it holds one address only.
    var isSingle: Bool { text.hasSuffix(isIPv6 ? "/128" : "/32") }

    private init(unchecked text: String) {
        self.text = text
    }

    /// The host itself: a client nobody outside can be.
    static let loopback = AddressRange(unchecked: "127.0.0.0/8")

    /// Where the engine takes the subnets of its networks from first
    /// (dockerd reference, `default-address-pools`): the containers beside
    /// this one.
    static let containerNetworks = AddressRange(unchecked: "172.16.0.0/12")
}
