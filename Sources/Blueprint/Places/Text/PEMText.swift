import BrokerModel

/// A certificate chain and its private key in one PEM text (RFC 7468), as
/// HAProxy's `crt` and Traefik take it.
struct PEMText {
    let secret: Secret

    var contents: ConfidentialText { ConfidentialText(secret) }

    init(_ written: Secret) throws(Refusal) {
        let text = try written.withRevealed { (value) throws(Refusal) -> String in
            let isText = value.utf8.allSatisfy { byte in
                (0x20..<0x7F).contains(byte) || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            }
            guard isText else { throw Refusal("is no PEM text: it holds a character PEM cannot hold") }
            let lines = value.split(whereSeparator: \.isNewline)
            guard lines.contains("-----BEGIN CERTIFICATE-----") else {
                throw Refusal("is no PEM text with a certificate")
            }
            guard lines.contains(where: { $0.hasPrefix("-----BEGIN ") && $0.hasSuffix("PRIVATE KEY-----") }) else {
                throw Refusal("holds no private key beside its certificate")
            }
            return lines.joined(separator: "\n") + "\n"
        }
        secret = Secret(text)
    }
}
