import Glibc

/// Addresses as they are given on a command line.
enum AddressText {
    /// Whether a text is an IPv4 or IPv6 address, or a range in CIDR notation.
    static func isAddressOrRange(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let bits = bits(of: parts[0]) else { return false }
        guard parts.count > 1 else { return true }
        guard parts.count == 2, let length = Int(parts[1]), String(length) == parts[1] else { return false }
        return (0...bits).contains(length)
    }

    /// How long an address is; nil when it is none.
    private static func bits(of text: String) -> Int? {
        var address = in6_addr()
        if inet_pton(AF_INET, text, &address) == 1 { return 32 }
        return inet_pton(AF_INET6, text, &address) == 1 ? 128 : nil
    }
}
