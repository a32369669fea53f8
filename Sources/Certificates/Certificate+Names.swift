import SwiftASN1
import X509

extension Certificate {
    /// The names it is valid for, as they are compared: DNS names in small
    /// letters, IP addresses in digits.
    ///
    /// Only `subjectAltName` counts: no client of today looks at the common
    /// name (RFC 9525, section 2).
    var coveredNames: [String] {
        guard let names = try? extensions.subjectAlternativeNames else { return [] }
        return names.compactMap { name in
            switch name {
            case .dnsName(let text): Self.isPrintable(text) ? text.lowercased() : nil
            case .ipAddress(let octets): Self.address(Array(octets.bytes))
            default: nil
            }
        }
    }

    /// Whether a client that connects to `name` accepts the certificate
    /// (RFC 9525, section 6.3: `*` stands for one whole first label).
    func covers(_ name: String) -> Bool {
        let name = name.lowercased()
        let parent = name.firstIndex(of: ".").map { name[$0...] }
        return coveredNames.contains { covered in
            covered == name || (covered.hasPrefix("*.") && parent == covered.dropFirst())
        }
    }

    private static func isPrintable(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
    }

    /// IPv4 in dotted form; IPv6 in full, as addresses are compared only with
    /// what is written the same way.
    private static func address(_ octets: [UInt8]) -> String? {
        switch octets.count {
        case 4: octets.map { String($0) }.joined(separator: ".")
        case 16:
            stride(from: 0, to: 16, by: 2).map { String(UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]), radix: 16) }
                .joined(separator: ":")
        default: nil
        }
    }
}
