import BrokerModel
import Foundation
import GitRepository
import Ledger
import TestSupport
import Testing

@testable import Reconciliation

/// Who signed a commit, by the programs that git itself asks, with real keys.
@Suite("Signed commits", .timeLimit(.minutes(5)))
struct CommitGuardTests {
    private let signers: Signers
    private let mirror: GitMirror

    init() throws {
        signers = try Signers()
        mirror = GitMirror(
            directory: signers.directory + "/mirror", of: try RepositoryLocation(signers.repository.directory),
            branch: "main")
    }

    /// What the guard says of a commit as it comes out of the repository.
    private func judge(_ commit: CommitID, _ guardian: CommitGuard) async throws -> String {
        _ = try await mirror.update()
        return try await guardian.signer(of: commit, try await mirror.signature(of: commit))
    }

    private func refusal(_ commit: CommitID, _ guardian: CommitGuard) async -> Failure? {
        await #expect(throws: Failure.self) { try await judge(commit, guardian) }
    }

    @Test("A commit that somebody signed with an SSH key who may is theirs")
    func ssh() async throws {
        let key = try signers.sshKey("ada")
        let other = try signers.sshKey("bob")
        let file = try signers.write(
            "bob@example.org \(other)\nada@example.org namespaces=\"git\" \(key)\n", to: "signers")
        let content = try signers.content("first")
        let commit = try signers.commit(content, signature: try signers.sshSignature(content, by: "ada"))
        #expect(try await judge(commit, CommitGuard(allowedSigners: file)) == "ada@example.org")
    }

    @Test(
        "A key that is not in the file, not for git, or not valid now, signs nothing, whatever date the commit bears",
        arguments: [
            "", "ada@example.org namespaces=\"file\" KEY", "ada@example.org valid-before=\"20240101\" KEY",
            "ada@example.org valid-after=\"29990101\" KEY", "ada@example.org OTHER",
        ])
    func sshRefused(line: String) async throws {
        let key = try signers.sshKey("ada")
        let other = try signers.sshKey("bob")
        let text = line.replacing("KEY", with: key).replacing("OTHER", with: other)
        let file = try signers.write(text + "\n", to: "signers")
        // The commit says that it is of 2023, when the key of the third line was valid.
        let content = try signers.content("first")
        let commit = try signers.commit(content, signature: try signers.sshSignature(content, by: "ada"))
        #expect(await refusal(commit, CommitGuard(allowedSigners: file))?.code == .refusedByPolicy)
    }

    @Test("A signature of something else, or for something else, is none of the commit")
    func borrowed() async throws {
        let key = try signers.sshKey("ada")
        let guardian = CommitGuard(allowedSigners: try signers.write("ada@example.org \(key)\n", to: "signers"))
        let first = try signers.content("first")
        let second = try signers.content("second")
        let signature = try signers.sshSignature(first, by: "ada")
        #expect(try await judge(try signers.commit(first, signature: signature), guardian) == "ada@example.org")
        #expect(await refusal(try signers.commit(second, signature: signature), guardian)?.code == .refusedByPolicy)
        let ofFile = try signers.sshSignature(second, by: "ada", namespace: "file")
        #expect(await refusal(try signers.commit(second, signature: ofFile), guardian)?.code == .refusedByPolicy)
    }

    @Test("Without a signature, or with one of another kind, nothing is accepted")
    func none() async throws {
        let key = try signers.sshKey("ada")
        let guardian = CommitGuard(allowedSigners: try signers.write("ada@example.org \(key)\n", to: "signers"))
        let content = try signers.content("first")
        let unsigned = await refusal(try signers.commit(content), guardian)
        #expect(unsigned?.code == .refusedByPolicy && unsigned?.response == "it is not signed")
        let armor = "-----BEGIN SIGNED MESSAGE-----\nAAAA\n-----END SIGNED MESSAGE-----\n"
        let other = await refusal(try signers.commit(content, signature: Array(armor.utf8)), guardian)
        #expect(other?.response == "its signature is neither of SSH nor of OpenPGP")
        let signed = try signers.commit(content, signature: try signers.sshSignature(content, by: "ada"))
        let unnamed = await refusal(signed, CommitGuard(openPGPKeyring: "/nowhere"))
        #expect(unnamed?.response.contains("policy.allowedSigners names no file") == true)
        #expect(await refusal(signed, CommitGuard(allowedSigners: "/nowhere"))?.code == .configurationInvalid)
    }

    @Test(
        "OpenPGP: a key of the keyring signs; one that is missing, expired or revoked does not, though gpgv ends with 0"
    )
    func openPGP() async throws {
        let ada = try signers.openPGPKey("ada@example.org")
        _ = try signers.openPGPKey("old@example.org", at: "20200101T000000")
        let taken = try signers.openPGPKey("taken@example.org")
        let content = try signers.content("first")
        let guardian = CommitGuard(
            openPGPKeyring: try signers.keyring("ada@example.org", "old@example.org", "taken@example.org"))
        let good = try signers.commit(content, signature: try signers.openPGPSignature(content, by: "ada@example.org"))
        #expect(try await judge(good, guardian) == ada)
        let early = try signers.openPGPSignature(content, by: "old@example.org", at: "20200102T000000")
        let expired = await refusal(try signers.commit(content, signature: early), guardian)
        #expect(expired?.response.contains("EXPKEYSIG") == true, "\(expired?.description ?? "")")
        let byTaken = try signers.commit(
            content, signature: try signers.openPGPSignature(content, by: "taken@example.org"))
        #expect(try await judge(byTaken, guardian) == taken)
        try signers.revoke(taken)
        let without = CommitGuard(openPGPKeyring: try signers.keyring("taken@example.org", named: "revoked.gpg"))
        #expect(await refusal(byTaken, without)?.response.contains("REVKEYSIG") == true)
        #expect(await refusal(good, without)?.response.contains("no key in") == true)
    }

    @Test(
        "Of what gpgv says, one good signature and nothing against it counts",
        arguments: [
            ("GOODSIG", true), ("BADSIG", false), ("EXPKEYSIG", false), ("REVKEYSIG", false), ("EXPSIG", false),
        ])
    func status(word: String, isGood: Bool) {
        let print = String(repeating: "A", count: 40)
        let valid = "[GNUPG:] VALIDSIG \(print) 2026-01-01 1 0 4 0 22 8 00 \(print)\n"
        let text = "[GNUPG:] NEWSIG\n[GNUPG:] \(word) X Ada\n" + valid
        #expect(OpenPGPStatus(text).signer == (isGood ? print : nil))
        #expect(OpenPGPStatus(text + text).signer == nil)
        #expect(OpenPGPStatus("[GNUPG:] NEWSIG\n[GNUPG:] GOODSIG X Ada\n").signer == nil)
        #expect(OpenPGPStatus(valid).signer == nil)
    }

    @Test("Who signed what is to be applied is recorded, once, and told with the run")
    func recorded() async throws {
        let key = try signers.sshKey("ada")
        let file = try signers.write("ada@example.org namespaces=\"git\" \(key)\n", to: "signers")
        let content = try signers.content("first")
        let commit = try signers.commit(content, signature: try signers.sshSignature(content, by: "ada"))
        let ledger = try LedgerStore(path: signers.directory + "/isobar.sqlite") { Timestamp(seconds: 1) }
        let signer = try await judge(commit, CommitGuard(allowedSigners: file))
        for _ in 0..<2 { try await ledger.note(signer: signer, of: commit.text) }
        let bytes = stride(from: 0, to: 40, by: 2).compactMap { UInt8(commit.text.dropFirst($0).prefix(2), radix: 16) }
        let record = CommitRecord(hash: bytes, author: "Ada", authoredAt: 1, summary: "first")
        let plan = Plan(
            digest: Digest(of: "plan"), commit: commit.text, broker: try #require(CentreID("xx-example-global-broker")),
            observedAt: 1, steps: [])
        let number = try await ledger.record(plan: plan, commit: record, body: "{}")
        let run = try await ledger.beginRun(plan: number, commit: record, actor: "ada@a", command: "apply")
        #expect(try await ledger.run(run)?.signer == "ada@example.org")
        let records = try await ledger.auditEntries(matching: HistoryFilter(actions: ["sign"]))
        #expect(records.map(\.actor) == ["ada@example.org"])
        #expect(records.map(\.subject) == ["commit/\(commit)"])
    }

    @Test("Nothing that is not signed is applied where signatures are asked for; what was applied before holds")
    func policy() async throws {
        let world = try World()
        try world.repository.commit("unsigned", ["broker.yaml": "x"])
        let reconciler = try world.reconciler()
        _ = try await reconciler.source.update()
        let id = try await reconciler.source.mirror.resolve("HEAD")
        try await reconciler.checkSigner(of: id)
        // Where whose keys count is only known, who signed is recorded, and nobody is refused.
        let lax = reconciler.under(ApplyPolicy(allowedSigners: world.directory + "/key"))
        try await lax.checkSigner(of: id)
        #expect(try await reconciler.ledger.auditEntries(matching: HistoryFilter(actions: ["sign"])).isEmpty)
        let strict = reconciler.under(ApplyPolicy(requireSignedCommits: true, allowedSigners: world.directory + "/key"))
        let failure = await #expect(throws: Failure.self) { try await strict.checkSigner(of: id) }
        #expect(failure?.code == .refusedByPolicy)
        try await world.recordAsApplied(id.text, in: reconciler.ledger)
        try await strict.checkSigner(of: id)
    }
}
