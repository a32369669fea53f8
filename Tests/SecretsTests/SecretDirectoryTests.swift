import BrokerModel
import Foundation
import TestSupport
import Testing

@testable import Secrets

@Suite("The secrets of a working copy")
struct SecretDirectoryTests {
    private static let canary = "c4n4ry-0f-the-m1ne"

    /// A working copy whose secrets are sealed for `fixture`.
    private func workingCopy(_ fixture: AgeFixture, recipients: [String]? = nil) throws -> SecretDirectory {
        let state = fixture.directory + "/state"
        try FileManager.default.createDirectory(atPath: state + "/secrets", withIntermediateDirectories: true)
        let text = (recipients ?? [fixture.recipient.text]).joined(separator: "\n") + "\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: state + "/secrets/recipients.txt"))
        return SecretDirectory(ofDesiredStateIn: state)
    }

    private func name(_ text: String) throws -> SecretName { try #require(SecretName(text)) }

    private func contents(_ directory: SecretDirectory) throws -> [String: Data] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).reduce(into: [:]) { files, file in
            files[file] = FileManager.default.contents(atPath: directory.path + "/" + file)
        }
    }

    private func value(_ secret: String, in directory: SecretDirectory, _ fixture: AgeFixture) async throws -> Secret {
        let bytes = try #require(FileManager.default.contents(atPath: directory.path + "/\(secret).age"))
        return try await fixture.secrets.decrypt(Array(bytes), name: secret)
    }

    @Test("A value is set, and set again")
    func set() async throws {
        let fixture = try AgeFixture()
        let directory = try workingCopy(fixture)
        #expect(try await directory.set(name("publisher"), to: Secret(Self.canary)) == false)
        #expect(try await value("publisher", in: directory, fixture) == Secret(Self.canary))
        #expect(try await directory.set(name("publisher"), to: Secret("other")) == true)
        #expect(try await value("publisher", in: directory, fixture) == Secret("other"))
        #expect(try directory.names().map(\.text) == ["publisher"])
        #expect(try contents(directory).keys.sorted() == ["publisher.age", "recipients.txt"])
        for data in try contents(directory).values {
            #expect(!String(decoding: data, as: UTF8.self).contains(Self.canary))
        }
    }

    @Test("Without recipients, or with a line that is none, nothing is written")
    func noRecipients() async throws {
        let fixture = try AgeFixture()
        for recipients in [[], ["# nobody"], [fixture.recipient.text, "age1mistyped"]] {
            let directory = try workingCopy(fixture, recipients: recipients)
            let secret = try name("publisher")
            let failure = await failure { () async throws(Failure) in
                try await directory.set(secret, to: Secret("x"))
            }
            #expect(failure?.code == .desiredStateInvalid)
            #expect(try directory.names() == [])
        }
    }

    @Test("How many recipients, from the header alone", arguments: [true, false])
    func recipientCount(armored: Bool) async throws {
        let (one, two) = (try AgeFixture(), try AgeFixture())
        let directory = try workingCopy(one, recipients: ["# the first", one.recipient.text, two.recipient.text])
        try await directory.set(name("armored"), to: Secret("x"))
        #expect(try directory.recipientCount(of: name("armored")) == 2)
        let raw = try one.sealRaw(Array("x".utf8), armored: armored)
        try Data(raw).write(to: URL(fileURLWithPath: directory.path + "/raw.age"))
        #expect(try directory.recipientCount(of: name("raw")) == 1)
        for odd in ["", "clear text", "age-encryption.org/v1\n-> X25519 x", "-----BEGIN AGE ENCRYPTED FILE-----\n?"] {
            try Data(odd.utf8).write(to: URL(fileURLWithPath: directory.path + "/odd.age"))
            #expect(try directory.recipientCount(of: name("odd")) == nil)
        }
        #expect(try directory.recipientCount(of: name("absent")) == nil)
        #expect(try directory.recipients().map(\.comment) == ["the first", nil])
    }

    @Test("Rotating gives every secret to the recipients of now; the values stay")
    func rotate() async throws {
        let (old, new) = (try AgeFixture(), try AgeFixture())
        let before = try workingCopy(old)
        let names = try ["a", "b", "c"].map(name)
        for secret in names { try await before.set(secret, to: Secret("\(Self.canary)-\(secret)\n")) }
        let files = try contents(before)
        let directory = try workingCopy(old, recipients: [old.recipient.text, new.recipient.text])
        #expect(try await directory.rotateRecipients(identityFile: old.identityFile) == names)
        for secret in names {
            for fixture in [old, new] {
                #expect(try await value(secret.text, in: directory, fixture) == Secret("\(Self.canary)-\(secret)\n"))
            }
            #expect(try contents(directory)["\(secret).age"] != files["\(secret).age"])
        }
        #expect(try contents(directory).keys.sorted() == ["a.age", "b.age", "c.age", "recipients.txt"])
    }

    @Test("One secret that cannot be opened: not one file changes")
    func allOrNothing() async throws {
        let (own, foreign) = (try AgeFixture(), try AgeFixture())
        let directory = try workingCopy(own)
        for secret in ["a", "c"] { try await directory.set(name(secret), to: Secret(Self.canary)) }
        try Data(try await foreign.seal("x")).write(to: URL(fileURLWithPath: directory.path + "/b.age"))
        let before = try contents(directory)
        let refusal = await failure { () async throws(Failure) in
            try await directory.rotateRecipients(identityFile: own.identityFile)
        }
        #expect(refusal?.subject == "secrets/b.age")
        #expect(refusal.map { !"\($0)".contains(Self.canary) } == true)
        #expect(try contents(directory) == before)
    }

    @Test("Whoever rotates does not lock himself out")
    func lockedOut() async throws {
        let (own, other) = (try AgeFixture(), try AgeFixture())
        try await workingCopy(own).set(name("a"), to: Secret(Self.canary))
        let directory = try workingCopy(own, recipients: [other.recipient.text])
        let before = try contents(directory)
        let refusal = await failure { () async throws(Failure) in
            try await directory.rotateRecipients(identityFile: own.identityFile)
        }
        #expect(refusal?.response.contains("could not open them any more") == true)
        #expect(try contents(directory) == before)
    }

    /// The program in the place of age is killed after so many runs: nothing is
    /// lost and nothing is left behind, whenever that is.
    @Test("Rotating that breaks off half-way loses nothing", arguments: 1...7)
    func interrupted(runs: Int) async throws {
        let fixture = try AgeFixture()
        let directory = try workingCopy(fixture)
        for secret in ["a", "b", "c"] { try await directory.set(name(secret), to: Secret(Self.canary)) }
        let before = try contents(directory)
        let program = try fixture.program(
            """
            echo x >> \(fixture.directory)/runs
            [ $(wc -l < \(fixture.directory)/runs) -lt \(runs) ] || exit 1
            exec age "$@"
            """)
        let breaking = SecretDirectory(
            ofDesiredStateIn: fixture.directory + "/state", program: program)
        let refusal = await failure { () async throws(Failure) in
            try await breaking.rotateRecipients(identityFile: fixture.identityFile)
        }
        #expect(refusal?.code == .secretUnavailable)
        #expect(try contents(directory) == before)
    }

    @Test("A file that cannot be put in its place leaves the others whole, the old or the new")
    func brokenRename() async throws {
        let fixture = try AgeFixture()
        let directory = try workingCopy(fixture)
        for secret in ["a", "b", "c"] { try await directory.set(name(secret), to: Secret(Self.canary)) }
        let before = try contents(directory)
        // A directory stands where the file was: no rename replaces it.
        let sealed = try await fixture.seal("new")
        let files = ["a", "b", "c"].map { (path: directory.path + "/\($0).age", bytes: sealed) }
        try FileManager.default.removeItem(atPath: directory.path + "/b.age")
        try FileManager.default.createDirectory(atPath: directory.path + "/b.age/x", withIntermediateDirectories: true)
        #expect(throws: Failure.self) { try SecretFile.write(files) }
        let after = try contents(directory)
        #expect(after["a.age"] == Data(sealed))
        #expect(after["c.age"] == before["c.age"])
        let left = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(left.sorted() == ["a.age", "b.age", "c.age", "recipients.txt"])
    }

    @Test("What one that was killed left is cleared away; two at the same time are not let in")
    func leftOvers() async throws {
        let fixture = try AgeFixture()
        let directory = try workingCopy(fixture)
        let leftOver = directory.path + "/.a.age.tmp"
        try Data("half".utf8).write(to: URL(fileURLWithPath: leftOver))
        let lock = try SecretDirectoryLock(directory.path)
        let secret = try name("a")
        let refusal = await failure { () async throws(Failure) in
            try await directory.set(secret, to: Secret("x"))
        }
        #expect(refusal?.code == .locked)
        lock.release()
        try await directory.set(name("a"), to: Secret("x"))
        #expect(!FileManager.default.fileExists(atPath: leftOver))
        #expect(try await value("a", in: directory, fixture) == Secret("x"))
    }
}
