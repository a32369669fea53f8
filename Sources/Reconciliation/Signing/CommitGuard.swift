import BrokerModel
import Foundation
import GitRepository
import Programs

/// Tells whether a commit is signed by somebody who may (`policy.requireSignedCommits`).
///
/// The signature of the head vouches for all that is below it: the commit names
/// its tree and its parents by their hashes. Keys are judged by the present time,
/// not by what the commit says of itself: with a key that expired, or that was taken
/// out of the file, nothing new is signed, whatever date is written into it.
struct CommitGuard: Sendable {
    /// Keys as `ssh-keygen -Y` reads them (ssh-keygen(1), ALLOWED SIGNERS); nil when
    /// no SSH key is accepted.
    var allowedSigners: String?

    /// A keyring as `gpg --export` writes it, for gpgv(1); nil when no OpenPGP key
    /// is accepted.
    var openPGPKeyring: String?

    private static let attempted = "check who signed the commit"

    /// - Returns: who signed it: a principal of the allowed signers, or the
    ///   fingerprint of an OpenPGP key.
    /// - Throws: ``Failure`` with `refusedByPolicy` when nobody did who may; with
    ///   another code when that cannot be told.
    @discardableResult
    func signer(of commit: CommitID, _ signed: SignedCommit?) async throws -> String {
        guard let signed else {
            throw Self.refusal(commit, "it is not signed", remedy: "sign it: git commit --amend -S, and push it")
        }
        let armor = String(decoding: signed.signature.prefix(64), as: UTF8.self)
        if armor.hasPrefix("-----BEGIN SSH SIGNATURE-----") { return try await sshSigner(of: commit, signed) }
        if armor.hasPrefix("-----BEGIN PGP SIGNATURE-----") { return try await openPGPSigner(of: commit, signed) }
        throw Self.refusal(commit, "its signature is neither of SSH nor of OpenPGP")
    }

    // MARK: - SSH

    private func sshSigner(of commit: CommitID, _ signed: SignedCommit) async throws -> String {
        guard let allowedSigners else {
            throw Self.refusal(commit, "it is signed with an SSH key, and policy.allowedSigners names no file")
        }
        try Self.requireFile(allowedSigners, "policy.allowedSigners")
        return try await Self.withFile(signed.signature) { file in
            let found = try await ProgramRun.ending(
                of: "ssh-keygen", ["-Y", "find-principals", "-f", allowedSigners, "-s", file], input: [],
                attempted: Self.attempted, on: commit.abbreviated)
            for principal in found.isSuccess ? found.output.split(separator: "\n").map(String.init) : [] {
                let verified = try await ProgramRun.ending(
                    of: "ssh-keygen",
                    // git's own namespace: a signature of something else is none of a commit.
                    ["-Y", "verify", "-n", "git", "-f", allowedSigners, "-I", principal, "-s", file],
                    input: signed.content, attempted: Self.attempted, on: commit.abbreviated)
                if verified.isSuccess { return principal }
            }
            throw Self.refusal(commit, "its SSH signature is of no key in \(allowedSigners) that is valid for git now")
        }
    }

    // MARK: - OpenPGP

    private func openPGPSigner(of commit: CommitID, _ signed: SignedCommit) async throws -> String {
        guard let openPGPKeyring else {
            throw Self.refusal(commit, "it is signed with an OpenPGP key, and policy.openPGPKeyring names no file")
        }
        try Self.requireFile(openPGPKeyring, "policy.openPGPKeyring")
        return try await Self.withFile(signed.signature) { file in
            let told = try await ProgramRun.ending(
                of: "gpgv", ["--keyring", openPGPKeyring, "--status-fd", "1", file, "-"], input: signed.content,
                attempted: Self.attempted, on: commit.abbreviated)
            let status = OpenPGPStatus(told.output)
            guard told.isSuccess, let fingerprint = status.signer else {
                throw Self.refusal(
                    commit,
                    "its OpenPGP signature is of no key in \(openPGPKeyring) that is valid now"
                        + (status.objection.map { " (\($0))" } ?? ""))
            }
            return fingerprint
        }
    }

    // MARK: - What both need

    /// Lends a file with the signature, in a directory that nobody else can open.
    private static func withFile<Result>(
        _ bytes: [UInt8], _ body: (String) async throws -> Result
    ) async throws -> Result {
        let directory = FileManager.default.temporaryDirectory.path + "/isobar-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let file = directory + "/signature"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return try await body(file)
    }

    private static func requireFile(_ path: String, _ key: String) throws {
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw Failure(
                .configurationInvalid, attempted: attempted, on: path,
                response: "there is no such file, or it may not be read", remedy: "see \(key) in isobar.yaml")
        }
    }

    private static func refusal(_ commit: CommitID, _ response: String, remedy: String? = nil) -> Failure {
        Failure(
            .refusedByPolicy, attempted: attempted, on: "commit \(commit.abbreviated)", response: response,
            remedy: remedy ?? "have it signed by somebody who may, or add their key (policy.requireSignedCommits)")
    }
}
