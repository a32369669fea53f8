import BrokerModel
import GitRepository
import Reconciliation
import TestSupport
import Testing

/// A process that makes one plan after the other.
@Suite("Preparing again")
struct PreparingAgainTests {
    @Test("A new commit is read, the same one is not read again")
    func newCommit() async throws {
        let world = try World()
        let reconciler = try world.reconciler()
        let first = try world.repository.commit("first", DesiredText.files(maxDeletes: 3))
        let before = try await reconciler.prepare(PlanRequest())
        #expect(before.loaded.commit.id.text == first)
        let second = try world.repository.commit("second", DesiredText.files(maxDeletes: 4))
        let after = try await reconciler.prepare(PlanRequest(), reusing: before)
        #expect(after.loaded.commit.id.text == second)
        #expect(after.loaded.desired.broker.rollout.maxDeletes == 4)
        let again = try await reconciler.prepare(PlanRequest(), reusing: after)
        #expect(again.loaded.commit.id.text == second)
        #expect(again.plan.digest == after.plan.digest)
    }
}
