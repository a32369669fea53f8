import BrokerModel
import Reconciliation
import TestSupport
import Testing

@Suite("Limits come from the last applied commit")
struct LimitsTests {
    let world: World

    init() throws {
        world = try World()
    }

    @Test("A commit that raises its own limit does not get it, one that follows an applied one does")
    func noCommitRaisesItsOwn() async throws {
        let reconciler = try world.reconciler()
        let first = try world.repository.commit("first", DesiredText.files(maxDeletes: 3))
        let early = try await reconciler.prepare(PlanRequest())
        #expect(early.limits.maxDeletes == 3, "nothing was applied yet: the commit's own")

        try await world.recordAsApplied(first, in: reconciler.ledger)
        let second = try world.repository.commit("raise", DesiredText.files(maxDeletes: 1000))
        let raised = try await reconciler.prepare(PlanRequest())
        #expect(raised.loaded.desired.broker.rollout.maxDeletes == 1000)
        #expect(raised.limits.maxDeletes == 3)

        try await world.recordAsApplied(second, in: reconciler.ledger)
        #expect(try await reconciler.prepare(PlanRequest()).limits.maxDeletes == 1000)
    }

    @Test("Where the applied commit is gone the stricter of the standard and the commit's own holds, with a warning")
    func appliedCommitIsGone() async throws {
        let reconciler = try world.reconciler()
        try world.repository.commit("raise", DesiredText.files(maxDeletes: 1000))
        let gone = String(repeating: "ab", count: 20)
        try await world.recordAsApplied(gone, in: reconciler.ledger)
        let prepared = try await reconciler.prepare(PlanRequest())
        #expect(prepared.limits.maxDeletes == RolloutLimits().maxDeletes)
        #expect(prepared.plan.warnings.contains { $0.contains(gone.prefix(10)) && $0.contains("limits") })
    }

    @Test("Hosts that do not answer are unknown: no step, no delete")
    func nobodyAnswers() async throws {
        let reconciler = try world.reconciler()
        try world.repository.commit("first", DesiredText.files())
        let prepared = try await reconciler.prepare(PlanRequest())
        #expect(prepared.plan.unreachable.count == 3)
        #expect(prepared.plan.steps.isEmpty)
        #expect(!prepared.plan.isEmpty)
    }
}
