public import BrokerModel

/// Who can open a secret: an age recipient or an SSH public key, as
/// `secrets/recipients.txt` lists them.
///
/// Recipients of plugins (`age1name1…`) are none: they make `age` run a program
/// that the repository would choose.
public struct Recipient: Sendable, Hashable {
    /// `age1…`, or the type and the key of an SSH public key without comment.
    public let text: String

    /// Nil unless `text` is `age1…` (X25519), `ssh-ed25519 …` or `ssh-rsa …`.
    public init?(_ text: String) {
        let words = text.split(separator: " ")
        guard let first = words.first else { return nil }
        if words.count == 1, Bech32.isValid(first, prefix: "age", byteCount: 32) {
            self.text = String(first)
        } else if words.count >= 2, first == "ssh-ed25519" || first == "ssh-rsa", Self.isBase64(words[1]) {
            self.text = "\(first) \(words[1])"
        } else {
            return nil
        }
    }

    /// The recipients of a file: one a line; `#` starts a comment line.
    ///
    /// - Throws: a line that is no recipient is an error: leaving it out would
    ///   lock someone out.
    public static func list(_ text: String, file: String = "secrets/recipients.txt") throws(Failure) -> [Recipient] {
        var recipients: [Recipient] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.drop(while: \.isWhitespace)
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let recipient = Recipient(String(line.filter { $0 != "\t" })) else {
                throw Failure(
                    .desiredStateInvalid, attempted: "read the recipients", on: "\(file):\(index + 1)",
                    response: "this is no recipient", remedy: "expected age1…, ssh-ed25519 … or ssh-rsa …")
            }
            recipients.append(recipient)
        }
        return recipients
    }

    private static func isBase64(_ word: Substring) -> Bool {
        word.utf8.count >= 40
            && word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
                    true
                default: false
                }
            }
    }
}
