import BrokerModel
import SwiftASN1
import X509

/// A certificate, those of its issuers and its private key, read from one PEM
/// text, as HAProxy's `crt` and Traefik take them.
struct CertificateChain {
    /// As a server sends them (RFC 8446, section 4.4.2): its own first, behind
    /// each certificate the one of its issuer.
    private(set) var certificates: [Certificate] = []
    private(set) var problems: [CertificateProblem] = []
    private var key: Certificate.PrivateKey?

    /// The certificate of the server itself.
    var leaf: Certificate? { certificates.first }

    init(_ text: String) {
        let blocks = PEMBlock.blocks(of: text)
        readCertificates(blocks.filter(\.isCertificate))
        readKey(blocks.filter(\.isPrivateKey))
        checkKey()
        checkOrder()
    }

    // MARK: - Reading

    private mutating func readCertificates(_ blocks: [PEMBlock]) {
        if blocks.isEmpty {
            refuse("is missing: there is no block BEGIN CERTIFICATE", Self.form)
        }
        for (index, block) in blocks.enumerated() {
            guard let certificate = try? Certificate(pemEncoded: block.text) else {
                // Without one of them nothing can be said of the others.
                certificates = []
                return refuse("cannot be read: block \(index + 1) is damaged or no certificate", Self.form)
            }
            certificates.append(certificate)
        }
    }

    private mutating func readKey(_ blocks: [PEMBlock]) {
        guard let block = blocks.first else { return refuse("comes without its private key", Self.form) }
        guard blocks.count == 1 else {
            return refuse("comes with \(blocks.count) private keys", "leave the one that belongs to it")
        }
        guard !block.isEncrypted else {
            return refuse(
                "has a private key that is protected by a passphrase, and nobody is there to type it",
                "take the passphrase off with: openssl pkey -in FILE; the secret itself is encrypted")
        }
        guard let document = try? PEMDocument(pemString: block.text),
            let read = try? Certificate.PrivateKey(pemDocument: document)
        else {
            return refuse(
                "has a private key that cannot be read",
                "RSA of 2048 bits and more, ECDSA on P-256, P-384 or P-521, Ed25519")
        }
        key = read
    }

    private static let form = "expected PEM: the certificate, those of its issuers in order, and the private key"

    // MARK: - Do they belong together

    private mutating func checkKey() {
        guard let key, let leaf, key.publicKey != leaf.publicKey else { return }
        if let owner = certificates.firstIndex(where: { $0.publicKey == key.publicKey }) {
            refuse(
                "is in the wrong place: the private key belongs to certificate \(owner + 1) of the file",
                "put that one first, then those of its issuers in order")
        } else {
            refuse("and the private key do not belong together", "the key must be the one it was requested with")
        }
    }

    /// Every certificate must be signed by the next one.
    private mutating func checkOrder() {
        for index in certificates.indices.dropLast() {
            let (certificate, next) = (certificates[index], certificates[index + 1])
            if Self.is(certificate, signedBy: next) {
                guard !next.isAuthority else { continue }
                refuse(
                    "has a chain in which certificate \(index + 2) is none of an authority, so it may not sign others")
            } else if let issuer = certificates.indices.first(where: {
                $0 != index && Self.is(certificate, signedBy: certificates[$0])
            }) {
                refuse(
                    "has a chain in the wrong order: certificate \(index + 1) was signed by certificate \(issuer + 1)",
                    "behind each certificate comes the one of its issuer")
            } else {
                refuse(
                    "has a chain with a gap: certificate \(index + 1) was not signed by certificate \(index + 2)",
                    "the issuer's certificate is missing: \(certificate.issuer.printable)")
            }
            return
        }
        guard let leaf, certificates.count == 1 else { return }
        if Self.is(leaf, signedBy: leaf) {
            problems.append(
                CertificateProblem(
                    .warning,
                    "is signed by itself: clients that check certificates refuse it unless they were given it",
                    hint: "have an authority sign it"))
        } else {
            problems.append(
                CertificateProblem(
                    .warning, "comes without the one of its issuer: most clients cannot tell that they may trust it",
                    hint: "add the certificate of: \(leaf.issuer.printable)"))
        }
    }

    private static func `is`(_ certificate: Certificate, signedBy issuer: Certificate) -> Bool {
        certificate.issuer == issuer.subject
            && issuer.publicKey.isValidSignature(certificate.signature, for: certificate)
    }

    private mutating func refuse(_ message: String, _ hint: String? = nil) {
        problems.append(CertificateProblem(.error, message, hint: hint))
    }
}

extension Certificate {
    /// RFC 5280, section 4.2.1.9.
    fileprivate var isAuthority: Bool {
        guard case .isCertificateAuthority? = try? extensions.basicConstraints else { return false }
        return true
    }
}

extension DistinguishedName {
    /// Fit to be shown: whoever made the certificate chose the text.
    var printable: String {
        let text = description.unicodeScalars.map { (" "..."~").contains($0) ? String($0) : "?" }.joined()
        return text.count > 120 ? text.prefix(119) + "…" : text
    }
}
