import SSH
import Testing

@Suite struct PinnedHostKeyTests {
    // Made with ssh-keygen for these tests; the fingerprint is what
    // `ssh-keygen -l` printed.
    private let line =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDoxkYNB+xeshJPAS7f3lRCAjovCE7IiAbuQp8lV93I9"
    private let fingerprint = "SHA256:LrNB1xBHCUb8ANIOD+V569RE8QqWtZ7b4VZVBarWMls"

    @Test func parsesAndPrintsTheLine() throws {
        let key = try PinnedHostKey(line + " root@wbroker01")
        #expect(key.algorithm == "ssh-ed25519")
        #expect("\(key)" == line)
        #expect(key.fingerprint == fingerprint)
    }

    @Test func refusesWhatIsNoKey() throws {
        let key = String(line.dropFirst("ssh-ed25519 ".count))
        let cases: [(String, PinnedHostKey.ParseError)] = [
            ("", .malformed),
            ("ssh-ed25519", .malformed),
            (key, .malformed),
            ("ssh-dss \(key)", .unknownAlgorithm("ssh-dss")),
            ("ssh-ed25519 ????", .damaged),
            ("ssh-ed25519 \(key.dropLast(4))", .damaged),
            ("ssh-ed25519 AAAA", .damaged),
            ("ecdsa-sha2-nistp256 \(key)", .contradictory(inside: "ssh-ed25519")),
        ]
        for (text, expected) in cases {
            #expect(throws: expected, "\(text)") { _ = try PinnedHostKey(text) }
        }
    }
}
