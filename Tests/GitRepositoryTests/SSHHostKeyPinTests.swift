import GitRepository
import Testing

@Suite("Pinned host keys")
struct SSHHostKeyPinTests {
    // Made with ssh-keygen; the fingerprint is what `ssh-keygen -l` says of the key.
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILphYlFE1AhHlB2Z0GXQiPtOYU/d7tf9HEUNfxqlVHlp"
    let fingerprint = "SHA256:/N260FPLsU3o/KELzZYAfHKtC+ib2MWWeqohAaV+DAM"

    @Test("a key and its fingerprint are the same pin")
    func sameForKeyAndFingerprint() throws {
        let pin = try #require(SSHHostKeyPin(key))
        #expect(pin.description == fingerprint)
        #expect(SSHHostKeyPin(fingerprint) == pin)
        #expect(SSHHostKeyPin(key + " root@wbroker01") == pin)
    }

    @Test(
        "what is neither is no pin",
        arguments: [
            "", "SHA256:", "SHA256:AAAA", "MD5:00:11", "ssh-ed25519", "ssh-ed25519 !!!!", "ssh-ed25519 AAAA",
            "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIHG8",
        ])
    func refused(text: String) {
        #expect(SSHHostKeyPin(text) == nil)
    }
}
