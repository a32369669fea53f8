import BrokerModel
import Foundation
import TestSupport
import Testing

@testable import Secrets

@Suite("Secrets sealed with age")
struct AgeSecretsTests {
    /// Stands for a value nobody may see.
    static let canary = "c4n4ry-0f-the-m1ne"

    @Test(
        "a value comes back as it was sealed",
        arguments: ["", "x", "päss wörd \"'$#\\", "two\nlines", "ends in a break\n", "\n", "\r\n", "0123", " x "])
    func roundTrip(value: String) async throws {
        let fixture = try AgeFixture()
        let sealed = try await fixture.seal(value)
        #expect(try await fixture.secrets.decrypt(sealed, name: "test") == Secret(value))
    }

    @Test("one final line break of the clear text is not part of the value", arguments: [true, false])
    func finalLineBreak(armored: Bool) async throws {
        let fixture = try AgeFixture()
        for (clear, value) in [
            ("a\n", "a"), ("a", "a"), ("a\n\n", "a\n"), ("-----BEGIN X-----\n", "-----BEGIN X-----"),
        ] {
            let sealed = try fixture.sealRaw(Array(clear.utf8), armored: armored)
            #expect(try await fixture.secrets.decrypt(sealed, name: "test") == Secret(value))
        }
    }

    @Test("every recipient can open it, SSH keys too")
    func recipients() async throws {
        let one = try AgeFixture()
        let two = try AgeFixture()
        let key = one.directory + "/ssh"
        #expect(try SpawnedProgram.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]).status == 0)
        let ssh = try #require(Recipient(try String(contentsOfFile: key + ".pub", encoding: .utf8).trimmingLineEnd))
        let sealed = try await AgeSecrets.encrypt(
            Secret(Self.canary), for: [one.recipient, two.recipient, ssh], name: "test")
        for identity in [one.identityFile, two.identityFile, key] {
            let opened = try await AgeSecrets(identityFile: identity).decrypt(sealed, name: "test")
            #expect(opened == Secret(Self.canary))
        }
    }

    @Test("the longest value passes, one byte more does not")
    func size() async throws {
        let fixture = try AgeFixture()
        let longest = String(repeating: "x", count: AgeSecrets.maximumSize)
        let sealed = try await fixture.seal(longest)
        #expect(try await fixture.secrets.decrypt(sealed, name: "test") == Secret(longest))

        let tooLong = Secret(longest + "x")
        let sealing = await failure { () async throws(Failure) in
            try await AgeSecrets.encrypt(tooLong, for: [fixture.recipient], name: "test")
        }
        #expect(sealing?.response == "it is longer than 65536 bytes")
        for extra in [1, 100_000] {
            let raw = try fixture.sealRaw([UInt8](repeating: 120, count: AgeSecrets.maximumSize + extra))
            let opening = await failure { () async throws(Failure) in
                try await fixture.secrets.decrypt(raw, name: "test")
            }
            #expect(opening?.response == "it is longer than 65536 bytes")
        }
    }

    @Test("many are opened together, and every one that cannot be is named")
    func many() async throws {
        let fixture = try AgeFixture()
        var sealed: [(name: String, ciphertext: [UInt8])] = []
        for index in 0..<10 {
            sealed.append((name: "s\(index)", ciphertext: try await fixture.seal("\(Self.canary)-\(index)")))
        }
        let opened = try await fixture.secrets.decrypt(sealed)
        #expect(opened.count == 10)
        #expect(opened["s7"] == Secret("\(Self.canary)-7"))

        sealed[3].ciphertext = Array(Self.canary.utf8)
        sealed[8].ciphertext.removeLast(60)
        let mixed = sealed
        let error = try #require(await failure { () async throws(Failure) in try await fixture.secrets.decrypt(mixed) })
        #expect(error.subject == "secrets/s3.age, secrets/s8.age")
        #expect(
            error.response == """
                secrets/s3.age: it is not encrypted with age
                secrets/s8.age: the file is damaged
                """)
    }

    @Test("no more than a few programs run at once")
    func bound() async throws {
        let fixture = try AgeFixture()
        // Each run leaves a file while it lasts and notes how many there are.
        let program = try fixture.program(
            """
            cat > /dev/null
            mkdir -p "\(fixture.directory)/running"
            : > "\(fixture.directory)/running/$$"
            ls "\(fixture.directory)/running" | wc -l >> "\(fixture.directory)/counts"
            rm "\(fixture.directory)/running/$$"
            echo value
            """)
        let secrets = AgeSecrets(identityFile: fixture.identityFile, program: program)
        let header = Array("age-encryption.org/v1\n".utf8)
        let opened = try await secrets.decrypt((0..<24).map { (name: "s\($0)", ciphertext: header) })
        #expect(opened.count == 24)
        let counts = try String(contentsOfFile: fixture.directory + "/counts", encoding: .utf8)
            .split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        #expect(counts.count == 24)
        #expect(counts.allSatisfy { $0 <= AgeSecrets.processesAtOnce })
    }

    @Test("a cancelled task ends the program")
    func cancellation() async throws {
        let fixture = try AgeFixture()
        let started = fixture.directory + "/started"
        let program = try fixture.program("mkfifo '\(started)'; exec cat '\(started)'")
        let secrets = AgeSecrets(identityFile: fixture.identityFile, program: program)
        let opening = Task {
            await failure { () async throws(Failure) in
                try await secrets.decrypt(Array("age-encryption.org/v1\n".utf8), name: "test")
            }
        }
        while !FileManager.default.fileExists(atPath: started) { await Task.yield() }
        opening.cancel()
        #expect(await opening.value != nil)
    }
}

extension String {
    fileprivate var trimmingLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
