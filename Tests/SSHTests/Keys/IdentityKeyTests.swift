import Testing

@testable import SSH

/// Real keys are tried in `HostKeyTests`; here is what is no key at all.
@Suite struct IdentityKeyTests {
    @Test(
        arguments: [
            ("", .notAPrivateKey),
            ("ssh-ed25519 AAAA comment", .notAPrivateKey),
            ("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n", .notAPrivateKey),
            ("-----BEGIN OPENSSH PRIVATE KEY-----\n????\n-----END OPENSSH PRIVATE KEY-----\n", .notAPrivateKey),
            ("-----BEGIN CERTIFICATE-----\nAAAA\n", .notAPrivateKey),
            ("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n", .rsa),
            ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n", .encrypted),
            ("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES\n", .encrypted),
            ("a comment\r\n-----BEGIN EC PRIVATE KEY-----\r\nAAAA\r\n", .supported),
        ] as [(String, IdentityKey.Kind)])
    func theKindIsToldWithoutUsingTheKey(_ text: String, _ kind: IdentityKey.Kind) {
        #expect(IdentityKey(text: Array(text.utf8)).kind == kind)
    }

    @Test func theWireReaderEndsWhereTheBytesEnd() {
        var reader = SSHWireReader([0, 0, 0, 2, 65, 66, 255, 255, 255, 255])
        #expect(reader.string().map(Array.init) == [65, 66])
        #expect(!reader.isAtEnd)
        #expect(reader.string() == nil)
    }
}
