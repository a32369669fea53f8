import BrokerModel

/// A line of `secrets/recipients.txt`: a public key, and whose it is.
public struct ListedRecipient: Sendable, Hashable {
    public let recipient: Recipient

    /// What stands behind an SSH key, or in the comment line right above; nil
    /// when neither says anything.
    public let comment: String?

    /// - Throws: for a line that is no recipient; see ``Recipient/list(_:file:)``.
    static func list(_ text: String, file: String) throws(Failure) -> [ListedRecipient] {
        let recipients = try Recipient.list(text, file: file)
        var comments: [String?] = []
        var above: String?
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let first = words.first else {
                above = nil
                continue
            }
            if first.hasPrefix("#") {
                above = words.joined(separator: " ").drop { $0 == "#" || $0 == " " }.description
            } else {
                comments.append(words.count > 2 ? words[2...].joined(separator: " ") : above)
                above = nil
            }
        }
        return zip(recipients, comments).map { recipient, comment in
            ListedRecipient(recipient: recipient, comment: comment.flatMap { $0.isEmpty ? nil : printable($0) })
        }
    }

    /// The repository's text must not control the terminal it is shown on.
    private static func printable(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(100).map { $0.properties.generalCategory == .control ? "?" : $0 }
        return String(String.UnicodeScalarView(scalars))
    }
}
