import BrokerModel
import Foundation
import Ledger
import TestSupport
import Testing

@testable import Reconciliation

@Suite("Heads of the audit chain in the repository")
struct AuditHeadTests {
    @Test("are published, and prove the ledger; a repository that cannot be written is a failure and no more")
    func published() async throws {
        let world = try World()
        let commit = try world.repository.commit("First", ["a": "1"])
        let reconciler = try world.reconciler()
        try await world.recordAsApplied(commit, in: reconciler.ledger)
        let first = try await reconciler.ledger.auditHead()
        #expect(await reconciler.publishAuditHead(after: RunID(1)) == nil)
        try await reconciler.recordConfiguration(actor: "ada")
        try await reconciler.recordConfiguration(actor: "ada")
        let second = try await reconciler.ledger.auditHead()
        #expect(second.sequence == first.sequence + 1, "the same configuration is noted once")
        #expect(await reconciler.publishAuditHead(after: RunID(1)) == nil)

        let heads = try await reconciler.source.publishedAuditHeads()
        #expect(heads == [second, first])
        #expect(try await reconciler.ledger.verifyAuditChain(knowing: NotedHeads(published: heads)).head == second)
        let subject = try world.repository.git(["log", "-1", "--format=%s", "refs/isobar/audit/main"])
        #expect(subject == "Audit chain after run 1")

        try FileManager.default.removeItem(atPath: world.repository.directory)
        #expect(await reconciler.publishAuditHead(after: RunID(1))?.code == .repositoryUnreachable)
    }
}
