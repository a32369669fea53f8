import BrokerModel
import Foundation
import TestSupport
import Testing

@testable import Secrets

@Suite("What is said of a secret that cannot be opened")
struct AgeFailureTests {
    static let canary = AgeSecretsTests.canary

    /// Opens `ciphertext` and expects a failure that says `response` and shows
    /// nothing of the value in any form.
    private func expectFailure(
        _ secrets: AgeSecrets, _ ciphertext: [UInt8], _ response: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let error = try #require(
            await failure { () async throws(Failure) in try await secrets.decrypt(ciphertext, name: "publisher") },
            sourceLocation: sourceLocation)
        #expect(error.code == .secretUnavailable, sourceLocation: sourceLocation)
        #expect(error.subject == "secrets/publisher.age", sourceLocation: sourceLocation)
        #expect(error.response == response, sourceLocation: sourceLocation)
        #expect(error.remedy != nil, sourceLocation: sourceLocation)
        var dumped = ""
        dump(error, to: &dumped)
        for text in [error.description, "\(error)", String(reflecting: error), dumped] {
            #expect(!text.contains(Self.canary), sourceLocation: sourceLocation)
        }
    }

    @Test("a file that was never encrypted does not get into the message")
    func plainText() async throws {
        let fixture = try AgeFixture()
        try await expectFailure(fixture.secrets, Array("\(Self.canary)\n".utf8), "it is not encrypted with age")
        try await expectFailure(fixture.secrets, [], "it is not encrypted with age")
        // With a header that is right age itself would repeat what follows.
        for text in ["age-encryption.org/v1\n\(Self.canary)\n", "age-encryption.org/v1\n-> \(Self.canary)\n"] {
            try await expectFailure(fixture.secrets, Array(text.utf8), "the file is damaged")
        }
        let armor = "-----BEGIN AGE ENCRYPTED FILE-----\n\(Self.canary)\n-----END AGE ENCRYPTED FILE-----\n"
        try await expectFailure(fixture.secrets, Array(armor.utf8), "the file is damaged")
        // Base64 of clear text between the lines of an age file.
        let encoded = Data("\(Self.canary)\n".utf8).base64EncodedString()
        let dressed = "-----BEGIN AGE ENCRYPTED FILE-----\n\(encoded)\n-----END AGE ENCRYPTED FILE-----\n"
        try await expectFailure(fixture.secrets, Array(dressed.utf8), "it is not encrypted with age")
    }

    @Test("another identity")
    func otherIdentity() async throws {
        let fixture = try AgeFixture()
        let other = try AgeFixture()
        try await expectFailure(
            other.secrets, try await fixture.seal(Self.canary),
            "it was not sealed for the identity \(other.identityFile)")
    }

    @Test("a damaged file, wherever the damage is")
    func damaged() async throws {
        let fixture = try AgeFixture()
        let sealed = try fixture.sealRaw(Array(Self.canary.utf8))
        for length in [30, 100, sealed.count - 1] {
            try await expectFailure(fixture.secrets, Array(sealed.prefix(length)), "the file is damaged")
        }
        var flipped = sealed
        flipped[sealed.count - 3] ^= 1
        try await expectFailure(fixture.secrets, flipped, "the file is damaged")
    }

    @Test("an identity that is missing, is none, or asks for a passphrase")
    func identity() async throws {
        let fixture = try AgeFixture()
        // More than a pipe holds: age ends before it has read it.
        let sealed = try fixture.sealRaw(Array(repeating: 120, count: 500_000))
        let missing = "/nonexistent/age.key"
        try await expectFailure(
            AgeSecrets(identityFile: missing), sealed, "the identity \(missing) cannot be read")
        let none = try fixture.write("none", "\(Self.canary)\n")
        try await expectFailure(AgeSecrets(identityFile: none), sealed, "the identity \(none) is none that age knows")
        let ssh = fixture.directory + "/ssh"
        #expect(try SpawnedProgram.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "phrase", "-f", ssh]).status == 0)
        let recipient = try #require(Recipient(try String(contentsOfFile: ssh + ".pub", encoding: .utf8)))
        let forSSH = try await AgeSecrets.encrypt(Secret(Self.canary), for: [recipient], name: "test")
        try await expectFailure(
            AgeSecrets(identityFile: ssh), forSSH, "the identity \(ssh) is protected by a passphrase")
    }

    @Test("no age on the machine")
    func notInstalled() async throws {
        let fixture = try AgeFixture()
        let secrets = AgeSecrets(identityFile: fixture.identityFile, program: AgeProgram(searchPath: "/nonexistent"))
        try await expectFailure(secrets, try await fixture.seal(Self.canary), "the program age is not installed")
        let recipient = fixture.recipient
        let sealing = await failure { () async throws(Failure) in
            try await AgeSecrets.encrypt(
                Secret(Self.canary), for: [recipient], name: "test", program: AgeProgram(searchPath: "/nonexistent"))
        }
        #expect(sealing?.response == "the program age is not installed")
    }

    @Test("a program that gives the value away in its own errors")
    func talkativeProgram() async throws {
        let fixture = try AgeFixture()
        let program = try fixture.program(
            "cat > /dev/null; echo '\(Self.canary)'; echo 'age: \(Self.canary)' >&2; exit 1")
        let secrets = AgeSecrets(identityFile: fixture.identityFile, program: program)
        try await expectFailure(secrets, try await fixture.seal(Self.canary), "age failed")
    }

    @Test("bytes that are no text", arguments: [[0xFF, 0xFE], [0x61, 0x00, 0x62]] as [[UInt8]])
    func notText(bytes: [UInt8]) async throws {
        let fixture = try AgeFixture()
        try await expectFailure(fixture.secrets, try fixture.sealRaw(bytes), "it is not text in UTF-8")
    }

    @Test("the value is in no argument and no environment of the program")
    func arguments() async throws {
        let fixture = try AgeFixture()
        let seen = fixture.directory + "/seen"
        let program = try fixture.program(
            "cat > /dev/null; tr '\\0' '\\n' < /proc/self/environ > '\(seen)'; echo \"$@\" >> '\(seen)'")
        _ = try await AgeSecrets.encrypt(
            Secret(Self.canary), for: [fixture.recipient], name: "test", program: program)
        let text = try String(contentsOfFile: seen, encoding: .utf8)
        #expect(text.contains("--encrypt --armor --recipient \(fixture.recipient.text)"))
        #expect(!text.contains(Self.canary))
    }
}
