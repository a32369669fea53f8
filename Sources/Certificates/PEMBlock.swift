/// One block of a PEM text: what stands between `-----BEGIN X-----` and
/// `-----END X-----` (RFC 7468, section 2). Text around the blocks, which
/// `openssl x509 -text` writes for instance, means nothing.
struct PEMBlock {
    /// `CERTIFICATE`, `PRIVATE KEY`.
    let label: String

    /// With its two boundaries.
    let text: String

    var isCertificate: Bool { label == "CERTIFICATE" }
    var isPrivateKey: Bool { label.hasSuffix("PRIVATE KEY") }

    /// PKCS #8 says so in the label (RFC 7468, section 11), older forms in a
    /// header (RFC 1421, section 4.6.1.1).
    var isEncrypted: Bool {
        label == "ENCRYPTED PRIVATE KEY" || text.contains("\nProc-Type: 4,ENCRYPTED\n")
    }

    /// The blocks of a text in their order; one without an end is none.
    static func blocks(of text: String) -> [PEMBlock] {
        var blocks: [PEMBlock] = []
        var label: Substring?
        var lines: [Substring] = []
        for line in text.split(whereSeparator: \.isNewline) {
            if let begun = boundary(line, "BEGIN") {
                label = begun
                lines = [line]
            } else if let open = label {
                lines.append(line)
                guard boundary(line, "END") == open else { continue }
                blocks.append(PEMBlock(label: String(open), text: lines.joined(separator: "\n") + "\n"))
                label = nil
            }
        }
        return blocks
    }

    private static func boundary(_ line: Substring, _ word: String) -> Substring? {
        let (start, end) = ("-----\(word) ", "-----")
        guard line.hasPrefix(start), line.hasSuffix(end), line.utf8.count > start.utf8.count + end.utf8.count
        else { return nil }
        return line.dropFirst(start.count).dropLast(end.count)
    }
}
