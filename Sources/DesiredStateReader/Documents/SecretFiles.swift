import BrokerModel

/// What lies in `secrets/`: one encrypted value per file, and the recipients
/// they are encrypted to.
struct SecretFiles {
    private(set) var contents: [SecretName: EncryptedSecret] = [:]
    private var names: Set<SecretName> = []
    private var hasRecipients = false

    /// Whether the directory could be looked into: nobody can tell what is not
    /// in it otherwise.
    private var isKnown = true

    /// - Parameter name: the path below `secrets/`.
    mutating func add(_ file: SourceFile, name: String, _ findings: inout Findings) {
        guard !DirectoryLayout.companions.contains(name) else { return }
        if name == "recipients.txt" {
            hasRecipients = true
            checkRecipients(file, &findings)
            return
        }
        guard name.hasSuffix(".age") else {
            findings.error(
                "in secrets/ every file is named <name>.age or recipients.txt", at: .start(of: file),
                hint: "isobar secret set NAME encrypts a value; if this file was ever committed in the clear, "
                    + "change what it holds")
            return
        }
        guard let secret = SecretName(String(name.dropLast(4))) else {
            findings.error(
                "the name of a secret has small letters, digits, dots, underscores and hyphens, at most 64",
                at: .start(of: file))
            return
        }
        names.insert(secret)
        guard Self.isEncrypted(file.bytes) else {
            findings.error(
                "this file is not encrypted with age", at: .start(of: file),
                hint: "isobar secret set \(secret) encrypts a value")
            return
        }
        guard file.bytes.count <= YAMLDocument.Limits.bytes else {
            findings.error(
                "the file has \(file.bytes.count) bytes; at most \(YAMLDocument.Limits.bytes) are read",
                at: .start(of: file))
            return
        }
        contents[secret] = EncryptedSecret(ciphertext: file.bytes, blob: file.blob)
    }

    /// Takes what is there and could not be read for present.
    mutating func note(refused paths: Set<String>) {
        isKnown = !paths.contains("secrets")
        for path in paths where path.hasPrefix("secrets/") {
            if path == "secrets/recipients.txt" { hasRecipients = true }
            if path.hasSuffix(".age"), let name = SecretName(String(path.dropFirst(8).dropLast(4))) { names.insert(name) }
        }
    }

    /// Reports references to secrets that are not there and, once everything
    /// could be read, secrets nothing refers to.
    func checkReferences(findings: inout Findings) {
        for reference in findings.secretReferences where isKnown && !names.contains(reference.name) {
            let near = Suggestion.hint(for: reference.name.text, among: names.map(\.text).sorted())
            findings.error(
                "there is no secret \(reference.name.text.quoted)", at: reference.node,
                hint: near ?? "isobar secret set \(reference.name) makes it")
        }
        guard findings.errorCount == 0 else { return }
        for name in names.subtracting(findings.secretReferences.map(\.name)) {
            findings.warning(
                "nothing refers to this secret", at: SourcePosition(file: "secrets/\(name).age", line: 1),
                hint: "remove the file if it is not needed any more")
        }
    }

    func checkRecipients(_ findings: inout Findings) {
        guard !names.isEmpty, !hasRecipients else { return }
        findings.warning(
            "the file is missing: no secret can be changed without it",
            at: SourcePosition(file: "secrets/recipients.txt", line: 1),
            hint: "write the public keys into it, one a line: age1…, ssh-ed25519 …")
    }

    /// The two forms of an age file (age-encryption.org/v1): binary and armored.
    private static func isEncrypted(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: "age-encryption.org/v1\n".utf8)
            || bytes.starts(with: "-----BEGIN AGE ENCRYPTED FILE-----".utf8)
    }

    private func checkRecipients(_ file: SourceFile, _ findings: inout Findings) {
        let lines = String(decoding: file.bytes, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var isEmpty = true
        for (index, line) in lines.enumerated() {
            let position = SourcePosition(file: file.path, line: index + 1)
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            isEmpty = false
            if first.hasPrefix("AGE-SECRET-KEY-") || first.hasPrefix("-----BEGIN") {
                findings.error(
                    "this is a private key", at: position,
                    hint: "take it out, make a new one, and encrypt the secrets anew: "
                        + "whoever read this can read them")
            } else if !Self.isRecipient(words) {
                findings.error(
                    "\(String(line).quoted) is no recipient: expected age1…, ssh-ed25519 … or ssh-rsa …", at: position,
                    hint: first.hasPrefix("age1") ? "its check sum is wrong: a character is mistyped or missing" : nil)
            }
        }
        if isEmpty {
            findings.error("the file names no recipient", at: .start(of: file))
        }
    }

    /// Whether the words of a line are a public key age can encrypt to.
    private static func isRecipient(_ words: [Substring]) -> Bool {
        guard let first = words.first else { return false }
        if words.count == 1 { return Bech32.isValid(first, prefix: "age", byteCount: 32) }
        guard ["ssh-ed25519", "ssh-rsa"].contains(String(first)), words.count >= 2 else { return false }
        return (try? HostKey.check("\(first) \(words[1])")) != nil
    }
}
