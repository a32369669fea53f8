import BrokerModel

/// A name in the DNS: labels of letters, digits and inner hyphens
/// (RFC 1123, section 2.1).
package enum DNSName {
    /// Whether `text` is a host's name; a name that is all digits and dots is
    /// an address or a mistake.
    package static func isValid(_ text: some StringProtocol) -> Bool {
        let labels = String(text).utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard text.utf8.count <= 253, let last = labels.last, !last.allSatisfy(\.isDigit) else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
        }
    }
}
