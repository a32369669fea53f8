import BrokerModel
import Foundation
import Secrets
import Testing

@Suite("Secrets through age")
struct AgeSecretsTests {
    private static let canary = "c4nary-of-the-secret"
    let directory: String
    let recipient: Recipient

    init() throws {
        directory = NSTemporaryDirectory() + "isobar-age-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        recipient = try #require(Recipient(try Self.makeIdentity(directory + "/key")))
    }

    /// Makes an identity with the real program.
    ///
    /// - Returns: its recipient.
    private static func makeIdentity(_ file: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/age-keygen")
        process.arguments = ["-o", file]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("# public key: ") })
        return String(line.dropFirst("# public key: ".count))
    }

    private func seal(_ text: String) async throws -> [UInt8] {
        try await AgeSecrets.encrypt(Secret(text), for: [recipient], name: "test")
    }

    @Test(
        "What is sealed is opened, without one final line break",
        arguments: [("plain", "plain"), ("line\n", "line"), ("two\n\n", "two\n"), ("é\u{1F600}", "é\u{1F600}"), ("a\nb", "a\nb")])
    func roundTrip(text: String, value: String) async throws {
        let opened = try await AgeSecrets(identityFile: directory + "/key").decrypt(try await seal(text), name: "test")
        #expect(opened == Secret(value))
    }

    @Test("Many are opened together")
    func many() async throws {
        var sealed: [(name: String, ciphertext: [UInt8])] = []
        for number in 0..<12 { sealed.append(("s\(number)", try await seal("value \(number)"))) }
        let opened = try await AgeSecrets(identityFile: directory + "/key").decrypt(sealed)
        #expect(opened.count == 12)
        #expect(opened["s7"] == Secret("value 7"))
    }

    @Test("The wrong identity, a damaged file and a missing identity are said, and say nothing of the value")
    func failures() async throws {
        let sealed = try await seal(Self.canary)
        _ = try Self.makeIdentity(directory + "/other")
        var damaged = sealed
        damaged[damaged.count / 2] ^= 1
        for (identity, ciphertext) in [("other", sealed), ("key", damaged), ("nosuch", sealed), ("key", [])] {
            let failure = await #expect(throws: Failure.self) {
                try await AgeSecrets(identityFile: directory + "/" + identity).decrypt(ciphertext, name: "publisher")
            }
            #expect(failure?.code == .secretUnavailable)
            #expect(failure?.subject == "secrets/publisher.age")
            #expect(failure.map { !"\($0)".contains(Self.canary) } == true)
        }
    }

    @Test("Too long a value is refused")
    func tooLong() async throws {
        let text = String(repeating: "x", count: AgeSecrets.maximumSize + 1)
        await #expect(throws: Failure.self) { try await seal(text) }
    }

    @Test(
        "Recipients are of kinds that age knows; options are none",
        arguments: [("age1xyz", true), ("ssh-ed25519 AAAA", true), ("-o/etc/passwd", false), ("", false), ("age1\nx", false)])
    func recipients(text: String, isRecipient: Bool) {
        #expect((Recipient(text) != nil) == isRecipient)
        #expect(Recipient.list("# comment\n\(text.replacing("\n", with: ""))\n").count <= 1)
    }

    @Test("The installation's key is made once, readable for its owner only, and refused when damaged")
    func installationKey() throws {
        let first = try InstallationKey.loadOrCreate(in: directory)
        #expect(first.bytes.count == 32)
        #expect(try InstallationKey.loadOrCreate(in: directory).bytes == first.bytes)
        let path = directory + "/" + InstallationKey.fileName
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try Data([1]).write(to: URL(fileURLWithPath: path))
        #expect(throws: Failure.self) { try InstallationKey.loadOrCreate(in: directory) }
    }
}
