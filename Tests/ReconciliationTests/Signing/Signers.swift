import BrokerModel
import Foundation
import TestSupport
import Testing

/// Keys of SSH and OpenPGP in a directory of their own, made by the programs people
/// make theirs with, and commits signed with them.
final class Signers: Sendable {
    let repository: GitFixture
    let directory = GitFixture.temporaryDirectory()

    init() throws {
        repository = try GitFixture()
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit {
        _ = try? run("gpgconf", ["--kill", "all"])
        try? FileManager.default.removeItem(atPath: directory)
    }

    @discardableResult
    private func run(_ program: String, _ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let ended = try SpawnedProgram.run(
            program, arguments, environment: ["PATH": path, "GNUPGHOME": directory, "HOME": directory, "LC_ALL": "C"],
            directory: directory, input: input)
        try #require(ended.status == 0, "\(program): \(String(decoding: ended.errorOutput, as: UTF8.self))")
        return ended.output
    }

    /// - Returns: its place.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: directory + "/" + name))
        return directory + "/" + name
    }

    // MARK: - Keys

    /// Makes an SSH key.
    ///
    /// - Returns: its public half.
    func sshKey(_ name: String) throws -> String {
        try run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", directory + "/" + name])
        let text = try String(contentsOfFile: directory + "/\(name).pub", encoding: .utf8)
        return text.split(separator: " ").prefix(2).joined(separator: " ")
    }

    /// Makes an OpenPGP key.
    ///
    /// - Parameter time: as which moment; it lasts for 30 days from then.
    /// - Returns: its fingerprint.
    func openPGPKey(_ address: String, at time: String? = nil) throws -> String {
        let clock = time.map { ["--faked-system-time", $0 + "!"] } ?? []
        try run(
            "gpg",
            clock + ["--batch", "--quiet", "--passphrase", "", "--quick-gen-key", address, "ed25519", "sign", "30d"])
        let listed = String(decoding: try run("gpg", ["--list-keys", "--with-colons", address]), as: UTF8.self)
        let line = try #require(listed.split(separator: "\n").first { $0.hasPrefix("fpr:") })
        return try #require(line.split(separator: ":").last.map(String.init))
    }

    /// Takes an OpenPGP key back, by the certificate that was made with it.
    func revoke(_ fingerprint: String) throws {
        let file = directory + "/openpgp-revocs.d/\(fingerprint).rev"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let plain = text.replacing("\n:-----BEGIN", with: "\n-----BEGIN")
        try run("gpg", ["--batch", "--quiet", "--import"], input: Array(plain.utf8))
    }

    /// A keyring with some keys.
    func keyring(_ addresses: String..., named name: String = "ring.gpg") throws -> String {
        let bytes = try run("gpg", ["--batch", "--export"] + addresses)
        try Data(bytes).write(to: URL(fileURLWithPath: directory + "/" + name))
        return directory + "/" + name
    }

    // MARK: - Commits

    /// What the next commit says, without a signature.
    func content(_ message: String) throws -> [UInt8] {
        let tree = try repository.git(["write-tree"])
        let commit = try repository.git(["commit-tree", tree, "-m", message])
        return Array((try repository.git(["cat-file", "commit", commit]) + "\n").utf8)
    }

    func sshSignature(_ content: [UInt8], by name: String, namespace: String = "git") throws -> [UInt8] {
        try run("ssh-keygen", ["-Y", "sign", "-n", namespace, "-f", directory + "/" + name], input: content)
    }

    func openPGPSignature(_ content: [UInt8], by address: String, at time: String? = nil) throws -> [UInt8] {
        let clock = time.map { ["--faked-system-time", $0 + "!"] } ?? []
        return try run(
            "gpg", clock + ["--batch", "--quiet", "-u", address, "--armor", "--detach-sign"], input: content)
    }

    /// Puts a commit on the branch, with a signature or without.
    func commit(_ content: [UInt8], signature: [UInt8]? = nil) throws -> CommitID {
        var text = String(decoding: content, as: UTF8.self)
        if let signature {
            let lines = String(decoding: signature, as: UTF8.self).split(
                separator: "\n", omittingEmptySubsequences: false)
            let field = "\ngpgsig " + lines.dropLast().joined(separator: "\n ")
            let end = try #require(text.range(of: "\n\n"))
            text.insert(contentsOf: field, at: end.lowerBound)
        }
        let id = try repository.git(["hash-object", "-t", "commit", "-w", "--stdin"], input: Array(text.utf8))
        try repository.git(["update-ref", "refs/heads/main", id])
        return try #require(CommitID(id))
    }
}
