/// A range of addresses in CIDR notation (RFC 4632): `192.168.0.0/16`.
package struct AddressRange: Sendable, Hashable {
    package let address: IPAddress
    package let prefixLength: Int

    package init(_ text: String) throws(Refusal) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(String(parts[0])), let length = Int(parts[1]),
            String(length) == parts[1], (0...address.bytes.count * 8).contains(length)
        else {
            let isAddress = IPAddress(text)
            throw Refusal(
                "\(text.quoted) is no address range such as 192.168.0.0/16",
                hint: isAddress.map { "for one address write \(text)/\($0.bytes.count * 8)" })
        }
        self.address = address
        prefixLength = length
        guard hasNoHostBits else {
            throw Refusal("\(text.quoted) has bits set behind its /\(length)", hint: suggestion)
        }
    }

    private var network: [UInt8] {
        address.bytes.enumerated().map { index, byte in
            let bits = min(8, max(0, prefixLength - index * 8))
            return byte & ~UInt8(truncatingIfNeeded: 0xFF >> bits)
        }
    }

    private var hasNoHostBits: Bool { network == address.bytes }

    private var suggestion: String? {
        guard address.isIPv4 else { return nil }
        return "did you mean \(network.map(String.init).joined(separator: "."))/\(prefixLength)?"
    }
}
