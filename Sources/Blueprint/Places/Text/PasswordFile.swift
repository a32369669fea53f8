import BrokerModel

/// The lines of an htpasswd file: `user:hash`.
struct PasswordFile {
    let lines: [Secret]

    init(_ secret: Secret) throws(Refusal) {
        lines = try secret.withRevealed { (value) throws(Refusal) -> [Secret] in
            let lines = value.split(whereSeparator: \.isNewline).filter { $0.first != "#" }
            guard !lines.isEmpty, lines.allSatisfy(Self.isEntry) else {
                throw Refusal("is no htpasswd file: each line must be user:hash")
            }
            return lines.map { Secret(String($0)) }
        }
    }

    private static func isEntry(_ line: Substring) -> Bool {
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && line.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
    }
}
