import BrokerModel
import Controller
import Foundation
import Ledger
import Reconciliation
import TestSupport
import Testing

/// `policy.requireSignedCommits`, with real keys: git signs, ssh-keygen judges.
@Suite("A service that asks for signed commits", .timeLimit(.minutes(5)))
struct SignedCommitTests {
    private static let policy = "{apply: automatic, requireSignedCommits: true, allowedSigners: signers}"

    /// A key of somebody in the fixture's directory.
    ///
    /// - Returns: its public half.
    private static func key(_ name: String, _ fixture: ServiceFixture) async throws -> String {
        let file = fixture.directory + "/" + name
        try await ChildProcess.run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file])
        return try String(contentsOfFile: file + ".pub", encoding: .utf8)
    }

    /// Has git sign the head of the branch.
    private static func sign(by name: String, _ fixture: ServiceFixture) throws -> String {
        let key = fixture.directory + "/" + name
        try fixture.repository.git([
            "-c", "gpg.format=ssh", "-c", "user.signingkey=\(key)", "commit", "--quiet", "--amend", "--no-edit", "-S",
        ])
        return try fixture.repository.git(["rev-parse", "HEAD"])
    }

    @Test("Where signatures are not asked for, every commit is applied, and who signed is recorded where it is known")
    func known() async throws {
        let fixture = try ServiceFixture(policy: "{apply: automatic, allowedSigners: signers}")
        let ada = try await Self.key("ada", fixture)
        _ = try await Self.key("eve", fixture)
        try Data("ada@example.org namespaces=\"git\" \(ada)".utf8)
            .write(to: URL(fileURLWithPath: fixture.directory + "/signers"))
        try fixture.commit("first")
        let first = try Self.sign(by: "ada", fixture)
        try await fixture.listening { door in
            try await door.service.untilStanding(at: first)
            try await door.service.untilStanding(at: try fixture.commit("second", antiloop: "1.0.1"))
            try fixture.commit("third")
            try await door.service.untilStanding(at: try Self.sign(by: "eve", fixture))
        }
        let ledger = try fixture.reconciler().ledger
        let records = try await ledger.auditEntries(matching: HistoryFilter(actions: ["sign"], limit: 50))
        #expect(records.map(\.actor) == ["ada@example.org"], "\(records)")
        #expect(records.map(\.subject) == ["commit/\(first)"])
        #expect(try await ledger.run(RunID(1))?.signer == "ada@example.org")
        #expect(try await ledger.run(RunID(2))?.signer == nil)
    }

    @Test("An unsigned head changes nothing and is said to be refused; signed by one who may, it is applied")
    func story() async throws {
        let fixture = try ServiceFixture(policy: Self.policy)
        let ada = try await Self.key("ada", fixture)
        _ = try await Self.key("eve", fixture)
        try Data("ada@example.org namespaces=\"git\" \(ada)".utf8)
            .write(to: URL(fileURLWithPath: fixture.directory + "/signers"))
        try fixture.commit("first")
        let first = try Self.sign(by: "ada", fixture)
        try await fixture.listening { door in
            let service = door.service
            try await service.untilStanding(at: first)

            let unsigned = try fixture.commit("second", antiloop: "1.0.1")
            let refused = try await service.until("it is refused") {
                $0.head?.commit == unsigned && $0.head?.objection != nil
            }
            #expect(refused.head?.objection?.contains("it is not signed") == true, "\(refused)")
            #expect(refused.appliedCommit == first && refused.waiting == nil && refused.pending == 0)
            #expect(try await fixture.isobar("sync").output.contains("\n  not used: "))
            // What was applied before holds: drift is mended by it.
            await fixture.stop(on: "waloop01")
            _ = try await service.until("started again") { _ in await fixture.images().count == 2 }
            #expect(await fixture.images().values.allSatisfy { $0 == "example/antiloop:1.0.0" })

            let stranger = try Self.sign(by: "eve", fixture)
            let unknown = try await service.until("it is refused") {
                $0.head?.commit == stranger && $0.head?.objection != nil
            }
            #expect(unknown.head?.objection?.contains("it is not signed") == false, "\(unknown)")
            #expect(unknown.appliedCommit == first)

            let second = try Self.sign(by: "ada", fixture)
            try await service.untilStanding(at: second)
            #expect(await fixture.images().values.allSatisfy { $0 == "example/antiloop:1.0.1" })

            // Who may sign no more has signed nothing, from then on; what was applied holds.
            try Data().write(to: URL(fileURLWithPath: fixture.directory + "/signers"))
            let back = try await fixture.isobar("rollback", "1")
            #expect(back.status == 7 && back.errorOutput.contains("no key in"), "\(back)")
            try fixture.commit("third")
            let third = try Self.sign(by: "ada", fixture)
            let last = try await service.until("its key is taken back") {
                $0.head?.commit == third && $0.head?.objection != nil
            }
            #expect(last.appliedCommit == second && last.pins.isEmpty)
        }
        let ledger = try fixture.reconciler().ledger
        let refusals = try await ledger.auditEntries(matching: HistoryFilter(actions: ["refuse"], limit: 50))
        #expect(
            refusals.allSatisfy { $0.outcome == "refused-by-policy" && $0.subject.hasPrefix("commit/") }, "\(refusals)")
        #expect(Set(refusals.map(\.subject)).count >= 3, "\(refusals)")
        #expect(fixture.said.contains("the state of the head is not used"))
        #expect(try await ledger.runs(limit: 10).allSatisfy { $0.outcome == "succeeded" })
    }
}
