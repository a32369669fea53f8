/// Who can open a secret: an age recipient or an SSH public key, as
/// `secrets/recipients.txt` lists them.
public struct Recipient: Sendable, Hashable {
    public let text: String

    /// Nil unless `text` is `age1…`, `ssh-ed25519 …` or `ssh-rsa …`.
    public init?(_ text: String) {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        guard isPlain, ["age1", "ssh-ed25519 ", "ssh-rsa "].contains(where: text.hasPrefix) else { return nil }
        self.text = text
    }

    /// The recipients of a file: one a line, `#` starts a comment.
    public static func list(_ text: String) -> [Recipient] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let line = line.drop { $0 == " " || $0 == "\t" }
            return line.hasPrefix("#") ? nil : Recipient(String(line))
        }
    }
}
