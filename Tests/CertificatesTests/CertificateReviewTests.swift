import BrokerModel
import Testing

@testable import Certificates

/// Certificates as openssl makes them, good ones and every kind of bad one.
@Suite("Certificates are looked through before they go anywhere")
struct CertificateReviewTests {
    private let authority: Authority

    init() throws { authority = try Authority.shared.get() }

    @Test("A chain in order with its key", arguments: Authority.KeyKind.allCases)
    func good(kind: Authority.KeyKind) throws {
        let issued = try authority.issue(key: kind)
        let review = try Broker.review(issued.certificate + authority.issuer + issued.key)
        #expect(review.refusal() == "")
        #expect(review.spoken() == "")
        let certificate = try #require(review.certificates.first)
        #expect(certificate.names == ["globalbroker.example.org"])
        #expect(certificate.field == "loadBalancer.certificate")
        let last = try #require(certificate.validity?.upperBound)
        #expect(certificate.daysLeft(at: last - .seconds(89 * 86_400)) == 89)
        #expect(certificate.daysLeft(at: last - .seconds(86_399)) == 0)
        #expect(certificate.daysLeft(at: last - .seconds(-1)) == -1)
    }

    @Test("With its root, with text around, with Windows line ends, the key in front, in an older form")
    func forms() throws {
        let issued = try authority.issue()
        let (leaf, key) = (issued.certificate, issued.key)
        let older = try issued.key("ec")
        #expect(older.contains("BEGIN EC PRIVATE KEY"))
        let chain = leaf + authority.issuer
        for pem in [
            chain + authority.root + key, "subject=x\n\n" + chain + "key:\n" + key,
            (chain + key).split(separator: "\n").joined(separator: "\r\n"), key + chain, chain + older,
        ] {
            #expect(try Broker.review(pem).refusal() == "")
        }
    }

    @Test("The key of another certificate, of one of the chain, none, two, a protected one")
    func keys() throws {
        let issued = try authority.issue()
        let other = try authority.issue()
        let chain = issued.certificate + authority.issuer
        let modern = try issued.key("pkcs8 -topk8 -passout pass:canaryPassphrase")
        let old = try issued.key("ec -aes128 -passout pass:canaryPassphrase")
        #expect(modern.contains("ENCRYPTED PRIVATE KEY"))
        #expect(old.contains("Proc-Type: 4,ENCRYPTED"))
        for (pem, words) in [
            (chain + other.key, "the certificate and the private key do not belong together"),
            (
                authority.issuer + issued.certificate + issued.key,
                "the private key belongs to certificate 2 of the file"
            ),
            (chain, "comes without its private key"),
            (chain + issued.key + other.key, "comes with 2 private keys"),
            (chain + modern, "protected by a passphrase"), (chain + old, "protected by a passphrase"),
            (chain + damaged(issued.key), "has a private key that cannot be read"),
        ] {
            let refusal = try Broker.review(pem).refusal()
            #expect(refusal.contains(words), "\(refusal)")
            #expect(refusal.contains("broker.yaml:3:1: error: loadBalancer.certificate, the secret \"certificate\""))
        }
    }

    @Test("A chain in the wrong order, with a gap, of one that is no authority")
    func order() throws {
        let issued = try authority.issue()
        let other = try authority.issue()
        for (chain, words) in [
            (authority.root + authority.issuer, "certificate 1 was signed by certificate 3"),
            (authority.root, "certificate 1 was not signed by certificate 2"),
            (other.certificate, "certificate 1 was not signed by certificate 2"),
        ] {
            let refusal = try Broker.review(issued.certificate + chain + issued.key).refusal()
            #expect(refusal.contains(words), "\(refusal)")
        }
        // The issuer's name alone proves nothing.
        let impostor = try impostorIssuer()
        let refusal = try Broker.review(issued.certificate + impostor + issued.key).refusal()
        #expect(refusal.contains("certificate 1 was not signed by certificate 2"), "\(refusal)")
    }

    @Test("Alone or signed by itself it is taken, with a word about it")
    func incomplete() throws {
        let issued = try authority.issue()
        let alone = try Broker.review(issued.certificate + issued.key)
        #expect(alone.refusal() == "")
        #expect(alone.spoken().contains("comes without the one of its issuer"))
        #expect(alone.spoken().contains("CN=Test Issuer"))
        let own = try Broker.review(selfSigned())
        #expect(own.refusal() == "")
        #expect(own.spoken().contains("is signed by itself"))
    }

    @Test(
        "The names clients use",
        arguments: [
            (["DNS:globalbroker.example.org"], "", ""),
            (["DNS:GlobalBroker.Example.ORG"], "", ""),
            (["DNS:*.example.org"], "", ""),
            (["DNS:*.org"], "does not cover globalbroker.example.org, 192.168.77.100", ""),
            (
                ["DNS:other.example.org", "DNS:*.b.example.org"], "it covers only other.example.org, *.b.example.org",
                ""
            ),
            ([], "it covers no name at all (subjectAltName)", ""),
            (["IP:192.168.77.100"], "", "does not cover globalbroker.example.org"),
            (["IP:192.168.77.101"], "does not cover", ""),
        ] as [([String], String, String)])
    func names(names: [String], error: String, warning: String) throws {
        let issued = try authority.issue(names)
        let desired = try Broker.desired(publishes: .literal("mqtts://192.168.77.100:8883"))
        let review = try Broker.review(issued.certificate + authority.issuer + issued.key, in: desired)
        let (refusal, spoken) = (review.refusal(), review.spoken())
        #expect(error.isEmpty ? refusal.isEmpty : refusal.contains(error), "\(refusal)")
        if !warning.isEmpty { #expect(spoken.contains(warning), "\(spoken)") }
    }

    @Test("Where antiloop publishes to is not told when it is a secret")
    func secretTarget() throws {
        let issued = try authority.issue(["DNS:elsewhere.example.org"])
        let desired = try Broker.desired(publishes: .secret(try Broker.name("target")))
        let review = CertificateReview(
            of: desired,
            secrets: [
                try Broker.name("certificate"): Secret(issued.certificate + authority.issuer + issued.key),
                try Broker.name("target"): Secret("mqtts://canary.example.org:8883"),
            ], at: 0)
        #expect(!review.refusal().isEmpty)
        #expect(!review.refusal().contains("canary"))
    }

    @Test(
        "Dates: too early, in time, soon, today, over",
        arguments: [
            (-3_600, "is not valid before"), (0, ""), (68, ""), (69, "expires in 20 days"), (88, "expires in 1 day,"),
            (89, "expires today"), (90, "expired on"), (400, "expired on"),
        ])
    func dates(day: Int, words: String) throws {
        let issued = try authority.issue(days: 90)
        let pem = issued.certificate + authority.issuer + issued.key
        let review = try Broker.review(pem, after: .seconds(day < 0 ? day : day * 86_400))
        let untimely = words.contains("before") || words.contains("expired")
        // It may not go to a host; where it is already, it is only said.
        let refusal = review.refusal(of: [try Broker.putting(pem)])
        #expect(untimely ? refusal.contains(words) : refusal.isEmpty, "\(refusal)")
        #expect(review.refusal(of: []) == "")
        #expect(review.refusal(of: [try Broker.putting("another file")]) == "")
        let spoken = review.spoken()
        #expect(words.isEmpty ? spoken.isEmpty : spoken.contains(words), "\(spoken)")
    }

    @Test("Both certificates of a broker are looked at; that of the management host may bear any name")
    func both() throws {
        let issued = try authority.issue()
        let other = try authority.issue(["DNS:manage.example.org"])
        let desired = try Broker.desired(traefik: .secret(try Broker.name("manage")))
        func review(_ manage: String) throws -> CertificateReview {
            CertificateReview(
                of: desired,
                secrets: [
                    try Broker.name("certificate"): Secret(issued.certificate + authority.issuer + issued.key),
                    try Broker.name("manage"): Secret(manage),
                ], at: try #require(Broker.review(issued.certificate).certificates.first?.validity?.lowerBound))
        }
        #expect(try review(other.certificate + authority.issuer + other.key).refusal() == "")
        let refusal = try review(other.certificate + issued.key).refusal()
        #expect(refusal.contains("traefik.certificate, the secret \"manage\""))
        #expect(!refusal.contains("loadBalancer"))
    }

    @Test(
        "Garbage is refused without a word of it",
        arguments: [
            "", "canary", "-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\nY2FuYXJ5\n-----END CERTIFICATE-----\n"
                + "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----",
            "-----BEGIN CERTIFICATE-----\ncanary", "-----BEGIN -----\n-----END -----\n", "\u{0}canary\u{2028}",
            "-----BEGIN PRIVATE KEY-----\ncanary\n-----END CERTIFICATE-----\n",
        ])
    func garbage(text: String) throws {
        let review = try Broker.review(text)
        let refusal = review.refusal()
        #expect(refusal.contains("the certificate "))
        #expect(!refusal.contains("canary"))
        #expect(review.certificates.first?.validity == nil)
        #expect(!"\(review)".contains("canary"))
    }

    // MARK: - Odd ones

    private func selfSigned() throws -> String {
        let issued = try authority.issue()
        try Authority.run(
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj "/CN=x" \
                -addext subjectAltName=DNS:globalbroker.example.org -keyout own.key -out own.pem
            cat own.pem own.key > both.pem
            """, in: issued.directory)
        return try Authority.text("both.pem", in: issued.directory)
    }

    /// Has the issuer's name, and another key.
    private func impostorIssuer() throws -> String {
        let issued = try authority.issue()
        try Authority.run(
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj "/CN=Test Issuer" \
                -keyout other.key -out impostor.pem
            """, in: issued.directory)
        return try Authority.text("impostor.pem", in: issued.directory)
    }

    private func damaged(_ pem: String) -> String {
        var lines = pem.split(separator: "\n").map(String.init)
        lines[1] = String(lines[1].reversed())
        return lines.joined(separator: "\n") + "\n"
    }
}
