/// An IPv4 or IPv6 address in the characters an address has.
///
/// That it is one the reader of the desired state has checked; here it is made
/// sure that nothing else can reach a configuration in its place.
struct HostAddress: Hashable {
    let text: String

    init(_ text: String) throws(Refusal) {
        let isAddress =
            (2...45).contains(text.utf8.count)
            && text.utf8.allSatisfy { AddressCharacters.contains($0) }
            && text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
        guard isAddress else { throw Refusal("is no IPv4 or IPv6 address") }
        self.text = text
    }

    private init(unchecked text: String) {
        self.text = text
    }

    /// An address of the documentation range (RFC 5737), which stands in for a
    /// refused one while the search for further errors goes on.
    static let standIn = HostAddress(unchecked: "192.0.2.1")

    var isIPv6: Bool { text.utf8.contains(UInt8(ascii: ":")) }

    /// As it stands in a URL and before a port: IPv6 in brackets (RFC 3986,
    /// section 3.2.2).
    var bracketed: String { isIPv6 ? "[\(text)]" : text }

    /// The range that holds only this address.
    var asRange: AddressRange { AddressRange(self) }
}
