import BrokerModel

/// An IPv4 or IPv6 address, by value: two ways to write one address are equal.
package struct IPAddress: Sendable, Hashable {
    /// 4 or 16 bytes.
    package let bytes: [UInt8]

    package var isIPv4: Bool { bytes.count == 4 }

    /// Parses dotted decimal without leading zeros, or RFC 4291 section 2.2
    /// without a zone.
    package init?(_ text: String) {
        guard text.utf8.count <= 45, let bytes = Self.parseIPv4(text[...]) ?? Self.parseIPv6(text) else { return nil }
        self.bytes = bytes
    }

    /// Whether hosts can be reached under it: not unspecified, multicast or
    /// broadcast.
    package var isUnicast: Bool {
        guard bytes.contains(where: { $0 != 0 }) else { return false }
        return isIPv4 ? (1..<224).contains(bytes[0]) : bytes[0] != 0xFF
    }

    private static func parseIPv4(_ text: Substring) -> [UInt8]? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy(\.isDigit), part.count == 1 || part.first != 0x30,
                let number = UInt8(Substring(part))
            else { return nil }
            bytes.append(number)
        }
        return bytes
    }

    private static func parseIPv6(_ text: String) -> [UInt8]? {
        guard text.utf8.contains(UInt8(ascii: ":")) else { return nil }
        guard let gap = text.firstRange(of: "::") else {
            return groups(text[...]).flatMap { $0.count == 16 ? $0 : nil }
        }
        guard let head = groups(text[..<gap.lowerBound]), let tail = groups(text[gap.upperBound...]),
            head.count + tail.count <= 14
        else { return nil }
        return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// The bytes of groups joined by colons; the last may be an IPv4 address.
    private static func groups(_ text: Substring) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.contains("."), let tail = parseIPv4(part) {
                bytes += tail
            } else {
                guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(isHexadecimal),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            }
        }
        return bytes.count <= 16 ? bytes : nil
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        byte.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}
