import BrokerModel

/// A host's public key as one line, `ssh-ed25519 AAAA…` (RFC 4253 section 6.6,
/// RFC 5656 section 3.1, RFC 8709 section 4).
package enum HostKey {
    package static let types = [
        "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa",
    ]

    package static func check(_ text: String) throws(Refusal) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard let type = words.first.map(String.init), types.contains(type) else {
            let isScan = words.dropFirst().first.map { types.contains(String($0)) } == true
            throw Refusal(
                "\(text.quoted) is no host key: it must start with one of \(types.joined(separator: ", "))",
                hint: isScan ? "leave out the host's name in front" : "isobar host scan prints it; compare it on the host's console")
        }
        guard words.count == 2 else {
            throw Refusal(
                "a host key is two words, the type and the key in base64",
                hint: words.count > 2 ? "leave out the comment" : nil)
        }
        guard let blob = Base64.decode(words[1]) else { throw Refusal("the key is not valid base64") }
        guard var fields = split(blob), !fields.isEmpty else { throw Refusal("the key is cut off or damaged") }
        let inner = String(decoding: fields.removeFirst(), as: UTF8.self)
        guard inner == type else {
            throw Refusal("the key says it is \(inner.quoted), not \(type.quoted)")
        }
        guard hasRightParts(fields, type: type) else { throw Refusal("the key is cut off or damaged") }
    }

    private static func hasRightParts(_ fields: [[UInt8]], type: String) -> Bool {
        switch type {
        case "ssh-ed25519":
            return fields.count == 1 && fields[0].count == 32
        case "ssh-rsa":
            // Exponent and modulus; OpenSSH refuses less than 1024 bits.
            return fields.count == 2 && !fields[0].isEmpty && fields[1].count >= 128
        default:
            let curve = String(type.dropFirst("ecdsa-sha2-".count))
            let widths = ["nistp256": 32, "nistp384": 48, "nistp521": 66]
            guard fields.count == 2, Array(curve.utf8) == fields[0], let width = widths[curve] else { return false }
            // An uncompressed point: 4, x, y (SEC 1, section 2.3.3).
            return fields[1].count == 1 + 2 * width && fields[1].first == 4
        }
    }

    /// The strings of a blob, each with its length in four bytes before it
    /// (RFC 4251, section 5).
    private static func split(_ blob: [UInt8]) -> [[UInt8]]? {
        var fields: [[UInt8]] = []
        var rest = blob[...]
        while !rest.isEmpty {
            guard rest.count >= 4 else { return nil }
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard length <= rest.count else { return nil }
            fields.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return fields
    }
}
