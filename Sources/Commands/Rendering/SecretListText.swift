/// The secrets of a working copy, for a terminal.
struct SecretListText {
    private let document: SecretListDocument

    init(_ document: SecretListDocument) {
        self.document = document
    }

    func render() -> String {
        var lines: [String] = []
        if document.secrets.isEmpty {
            lines.append("There are no secrets.")
        } else {
            var table = Table(header: ["SECRET", "SEALED FOR", "USED BY"])
            for secret in document.secrets {
                let uses = secret.usedBy.map { "\($0.file):\($0.line):\($0.key)" }
                table.add([secret.name, state(of: secret), uses.first ?? "nothing: unused"])
                for use in uses.dropFirst() { table.add(["", "", use]) }
            }
            // Whole lines: a place that is cut off leads nowhere.
            lines += table.lines(width: .max)
        }
        lines += ["", "Recipients (secrets/recipients.txt):"]
        lines += document.recipients.map { recipient in
            "  \(recipient.publicKey)" + (recipient.comment.map { "  \($0)" } ?? "")
        }
        if document.recipients.isEmpty { lines.append("  none: no secret can be changed") }
        if document.secrets.contains(where: isSealedForOthers) {
            lines += ["", "* not those of recipients.txt: isobar secret rotate-recipients seals it for them"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func state(of secret: SecretListDocument.SecretEntry) -> String {
        guard secret.exists else { return "missing" }
        guard let count = secret.sealedFor else { return "not an age file" }
        let mark = isSealedForOthers(secret) ? " *" : ""
        return "\(count) \(count == 1 ? "recipient" : "recipients")\(mark)"
    }

    private func isSealedForOthers(_ secret: SecretListDocument.SecretEntry) -> Bool {
        guard let count = secret.sealedFor, !document.recipients.isEmpty else { return false }
        return count != document.recipients.count
    }
}
