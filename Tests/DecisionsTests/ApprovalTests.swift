import BrokerModel
import Testing

@testable import Decisions

@Suite("Approvals")
struct ApprovalTests {
    private static let step = LoopRig.step("waloop01/container/ca-eccc-msc")
    private static let other = LoopRig.step("waloop02/container/ca-eccc-msc")

    /// A loop with a plan that waits.
    private static func waiting(deletes: Int = 0, _ policy: ApplyPolicy = ApplyPolicy()) -> LoopRig {
        var rig = LoopRig(policy)
        rig.fetched(1)
        rig.planned(
            1, [deletes > 0 ? LoopRig.step("waloop01/container/xx-gone-0", .pending, .delete) : step], deletes: deletes)
        return rig
    }

    private static func decision(
        _ rig: LoopRig, _ verdict: PlanDecision.Verdict = .approved, allowing deletes: Int? = nil
    ) throws -> PlanDecision {
        PlanDecision(
            plan: try #require(rig.loop.proposal).digest, verdict: verdict, actor: "ada@wmanage",
            allowedDeletes: deletes)
    }

    @Test("A plan that waits is told of once, whatever else is looked at")
    func once() {
        var rig = Self.waiting()
        #expect(rig.notices.contains { if case .waitingForApproval = $0 { true } else { false } })
        rig.cycle(1, [Self.step])
        #expect(rig.notices.isEmpty)
        #expect(rig.order == nil)
    }

    @Test("A decision on a plan that became another one meanwhile is not taken, and that is told")
    func late() throws {
        var rig = Self.waiting()
        let decision = try Self.decision(rig)
        rig.cycle(1, [Self.other])
        rig.send(.decided(decision))
        #expect(rig.loop.lateDecision?.plan == decision.plan && rig.loop.lateDecision?.objection.code == .planStale)
        #expect(!rig.fetches)
        rig.send(.decided(try Self.decision(rig)))
        #expect(rig.loop.lateDecision == nil && rig.fetches)
    }

    @Test("An approved plan is carried out after another look, in the name of who approved it")
    func approved() throws {
        var rig = Self.waiting()
        rig.send(.decided(try Self.decision(rig)))
        #expect(rig.fetches && rig.order == nil)
        rig.fetched(1)
        #expect(rig.looksFor == 1)
        rig.planned(1, [Self.step])
        #expect(rig.order?.approval?.actor == "ada@wmanage")
        #expect(rig.order?.isWhole == true)
        // It is spent: the same plan needs another one.
        rig.ended(.failed, [.commandFailed], applied: nil)
        rig.fetched(1)
        rig.planned(1, [Self.step])
        #expect(rig.order == nil && rig.loop.proposal != nil)
    }

    @Test("What reviewers were not shown waits under every policy; drift beside it is mended")
    func unlikeReviewed() {
        var rig = LoopRig(ApplyPolicy(apply: .automatic), memory: LoopMemory(applied: LoopRig.commit(1)))
        let drifted = LoopRig.step("waloop02/container/ca-eccc-msc", .drift)
        rig.fetched(2)
        rig.planned(2, [Self.step, drifted], isUnlikeReviewed: true)
        #expect(rig.order?.plan.steps.map(\.id) == [drifted.id])
        rig.ended(applied: 1)
        rig.fetched(2)
        rig.planned(2, [Self.step], isUnlikeReviewed: true)
        #expect(rig.order == nil && rig.loop.proposal?.reasons == [.review])
        rig.fetched(2)
        rig.planned(2, [Self.step])
        #expect(rig.order?.plan.steps.map(\.id) == [Self.step.id])
    }

    @Test("When the plan is another one by then, nothing is changed and it is told")
    func stale() throws {
        var rig = Self.waiting()
        let decision = try Self.decision(rig)
        rig.send(.decided(decision))
        rig.fetched(1)
        rig.planned(1, [Self.step, Self.other])
        #expect(rig.order == nil)
        let found = try #require(rig.loop.proposal).digest
        #expect(rig.notices.contains(.approvalMissed(approved: decision.plan, found: found)))
        // It does not come back to life when the world does.
        rig.cycle(1, [Self.step])
        #expect(rig.order == nil)
    }

    @Test("Drift in between is mended, then the approved plan is carried out")
    func driftInBetween() throws {
        var rig = LoopRig(memory: LoopMemory(applied: LoopRig.commit(1)))
        rig.fetched(2)
        rig.planned(2, [Self.step])
        rig.planned(1)
        rig.send(.decided(try Self.decision(rig)))
        rig.fetched(2)
        rig.planned(2, [Self.step, LoopRig.step("waloop03/file/etc/a", .drift)])
        #expect(rig.order?.purpose == .heal)
        rig.ended(applied: 1)
        rig.fetched(2)
        rig.planned(2, [Self.step])
        #expect(rig.order?.approval != nil)
    }

    @Test("Another plan, none at all, or too many deletes cannot be approved, and what to type is said")
    func objections() throws {
        let none = LoopRig()
        let some = PlanDecision(plan: Digest(of: "x"), verdict: .approved, actor: "ada")
        #expect(none.loop.objection(to: some)?.code == .notFound)
        let waiting = Self.waiting()
        #expect(waiting.loop.objection(to: some)?.code == .planStale)
        #expect(waiting.loop.objection(to: try Self.decision(waiting)) == nil)
        let deleting = Self.waiting(deletes: 6)
        #expect(deleting.loop.objection(to: try Self.decision(deleting))?.code == .refusedByPolicy)
        #expect(deleting.loop.objection(to: try Self.decision(deleting, allowing: 6)) == nil)
    }

    @Test("Deletes beyond the limit need a person who says how many, also where all else is automatic")
    func deletes() throws {
        var rig = LoopRig(ApplyPolicy(apply: .automatic))
        rig.fetched(1)
        let steps = (0..<3).map { LoopRig.step("waloop01/container/xx-gone-\($0)", .pending, .delete) }
        rig.planned(1, steps, deletes: 3, limit: 2)
        #expect(rig.order == nil)
        #expect(rig.loop.proposal?.reasons == [.deletes(3, limit: 2)])
        #expect(rig.loop.objection(to: try Self.decision(rig))?.code == .refusedByPolicy)
        #expect(
            rig.loop.objection(to: try Self.decision(rig, allowing: 2))?.remedy?.contains("--allow-deletes 3") == true)
        rig.send(.decided(try Self.decision(rig, allowing: 3)))
        rig.fetched(1)
        rig.planned(1, steps, deletes: 3, limit: 2)
        #expect(rig.order?.approval?.allowedDeletes == 3)
    }

    @Test("A rejected plan is not proposed again; the next commit is")
    func rejected() throws {
        var rig = Self.waiting()
        rig.send(.decided(try Self.decision(rig, .rejected)))
        rig.cycle(1, [Self.step])
        #expect(rig.notices.isEmpty && rig.order == nil)
        #expect(rig.loop.condition == .rejected(try #require(rig.loop.proposal).digest))
        rig.cycle(2, [Self.step])
        #expect(rig.notices.contains { if case .waitingForApproval = $0 { true } else { false } })
    }

    @Test("A newer commit ends the waiting: an approval of the older one is void")
    func newerCommit() throws {
        var rig = Self.waiting()
        rig.send(.decided(try Self.decision(rig)))
        rig.fetched(2)
        rig.planned(2, [Self.step])
        #expect(rig.order == nil)
        #expect(rig.loop.proposal?.commit == LoopRig.commit(2))
    }

    @Test("After a restart an approval of the head still holds, one of an older commit does not", arguments: [1, 2])
    func restart(head: Int) throws {
        let waiting = Self.waiting()
        let decision = try Self.decision(waiting)
        var rig = LoopRig(
            memory: LoopMemory(seen: LoopRig.commit(1), decisions: [decision.plan: decision]))
        rig.fetched(head)
        rig.planned(head, [Self.step])
        #expect((rig.order != nil) == (head == 1))
    }

    @Test("While a plan waits, drift is mended by the commit that was applied last")
    func healsMeanwhile() {
        var rig = LoopRig(memory: LoopMemory(applied: LoopRig.commit(1)))
        rig.fetched(2)
        rig.planned(2, [Self.step])
        #expect(rig.looksFor == 1)
        rig.planned(1, [LoopRig.step("waloop01/container/ca-eccc-msc", .drift, .run), Self.other])
        #expect(rig.order?.purpose == .heal)
        // What git took back is not brought back by healing.
        #expect(rig.order?.plan.steps.map(\.cause) == [.drift])
        #expect(rig.order?.commit == LoopRig.commit(1))
    }
}
