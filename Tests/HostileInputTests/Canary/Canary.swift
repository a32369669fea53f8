import Foundation

/// A value that stands for a secret, and the forms it could show up in.
struct Canary: Sendable {
    let name: String
    let value: String

    /// No form of one canary is part of another.
    ///
    /// - Parameter isPlain: made of small letters, digits and hyphens, for
    ///   places that take no other.
    init(_ name: String, version: Int, isPlain: Bool = false) {
        self.name = name
        value = isPlain ? "qx7z-\(name)-v\(version)-canary" : "Qx7Z\(name)%!v\(version)~canary"
    }

    /// What is searched for: the value, its halves, both ways round, and its
    /// usual encodings. Base64 has three, by where in the text it begins.
    var forms: [[UInt8]] {
        let bytes = Array(value.utf8)
        let half = bytes.count / 2
        let plain = [bytes, Array(bytes.reversed()), Array(bytes.prefix(half)), Array(bytes.suffix(half).reversed())]
        let hexadecimal = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let percent = value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? value
        let base64 = (0..<3).map { offset in
            let text = Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString()
            // The first and last signs depend on what stands around.
            return String(text.dropFirst(4).dropLast(4))
        }
        return plain + ([hexadecimal, hexadecimal.uppercased(), percent] + base64).map { Array($0.utf8) }
    }

    /// Whether any form stands in `data`.
    func shows(in data: Data) -> Bool {
        forms.contains { data.range(of: Data($0)) != nil }
    }
}
