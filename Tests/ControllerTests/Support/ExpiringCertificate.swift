import TestSupport

/// A certificate of the management host, and its key, known to everybody.
enum ExpiringCertificate {
    /// It ends on 5 October 2026, at 02:13:20, thirteen and a half days after the moment at
    /// which the time of a ``ServiceFixture`` begins.
    static let daysLeft = 13

    /// `broker.yaml` with it.
    static var broker: [String: String] {
        let indented = pem.split(separator: "\n").map { "    \($0)\n" }.joined()
        return ["broker.yaml": (DesiredText.files()["broker.yaml"] ?? "") + "\ntraefik:\n  certificate: |\n" + indented]
    }

    private static let pem = """
        -----BEGIN CERTIFICATE-----
        MIIBbjCCARSgAwIBAgIBATAKBggqhkjOPQQDAjAfMR0wGwYDVQQDDBRtYW5hZ2Vt
        ZW50IG9mIGEgdGVzdDAeFw0yNTAxMDEwMDAwMDBaFw0yNjEwMDUwMjEzMjBaMB8x
        HTAbBgNVBAMMFG1hbmFnZW1lbnQgb2YgYSB0ZXN0MFkwEwYHKoZIzj0CAQYIKoZI
        zj0DAQcDQgAEDxE8VYNLSM4RIHLTlKiRYpPmvM9caWhHhNaunBQF59Sa2JQ2jRFi
        gSU/Gx+/kbgLdgpE/aUQj+Rp8cUPjJHz/6NBMD8wHgYDVR0RBBcwFYITbW9uaXRv
        ci5leGFtcGxlLm9yZzAdBgNVHQ4EFgQUj7RleVOgXpgcqXLvcntrotGuyWEwCgYI
        KoZIzj0EAwIDSAAwRQIhAPNd7MC1ofIO6D/pvaU20QwWgeZ7ofLYZ0EBSLDhmnQa
        AiAVq1NTEsoJ158KidO9BbIZ4JEsyVz/gcNT8NSj2xlTnw==
        -----END CERTIFICATE-----
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQggnYpv5p9DpDopnc1
        CYJIsd9V2mqzyAeK7KYC9ASm7eihRANCAAQPETxVg0tIzhEgctOUqJFik+a8z1xp
        aEeE1q6cFAXn1JrYlDaNEWKBJT8bH7+RuAt2CkT9pRCP5GnxxQ+MkfP/
        -----END PRIVATE KEY-----
        """
}
