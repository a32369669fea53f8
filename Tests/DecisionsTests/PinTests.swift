import BrokerModel
import Testing

@testable import Decisions

@Suite("Going back")
struct PinTests {
    private static let step = LoopRig.step("waloop01/container/ca-eccc-msc")
    private static let other = LoopRig.step("wbroker01/container/emqx")
    private static let node = CentreID("ca-eccc-msc")

    private static func pin(_ commit: Int, head: Int, node: CentreID? = nil) -> Pin {
        Pin(
            run: 1, commit: LoopRig.commit(commit), node: node, head: LoopRig.commit(head), actor: "ada@test",
            reason: "it was better")
    }

    /// Commit 2 stands.
    private static func standing(
        _ policy: ApplyPolicy = ApplyPolicy(apply: .approval), pins: [Pin] = []
    ) -> LoopRig {
        var rig = LoopRig(
            policy, memory: LoopMemory(applied: LoopRig.commit(2), seen: LoopRig.commit(2), pins: pins))
        rig.fetched(2)
        rig.planned(pins.first?.node == nil && !pins.isEmpty ? 1 : 2)
        return rig
    }

    @Test("What was gone back to is applied at once, whatever the policy's mode and windows, in the person's name")
    func atOnce() throws {
        let window = MaintenanceWindow(days: [], begin: 0, end: 1)
        for mode in [ApplyPolicy.Mode.approval, .automatic] {
            var rig = Self.standing(ApplyPolicy(apply: mode, windows: [window]))
            rig.send(.pinned(Self.pin(1, head: 2)))
            #expect(rig.fetches && rig.notices.contains(.pinned(Self.pin(1, head: 2))))
            rig.fetched(2)
            #expect(rig.looksFor == 1)
            rig.planned(1, [Self.step])
            let order = try #require(rig.order)
            #expect(order.actor == "ada@test" && order.commit == LoopRig.commit(1) && order.purpose == .change)
            // The branch, which stands where it stood, does not end the run.
            rig.send(.tick)
            rig.fetched(2)
            #expect(!rig.stops)
            rig.ended(applied: 1)
            rig.fetched(2)
            rig.planned(1)
            #expect(rig.loop.condition == .standing(LoopRig.commit(1)))
        }
    }

    @Test("A look that was begun before is not judged by what is wanted since: its plan is another one")
    func stale() {
        var rig = Self.standing()
        rig.send(.tick)
        rig.fetched(2)
        #expect(rig.looksFor == 2)
        rig.send(.pinned(Self.pin(1, head: 2, node: Self.node)))
        // Of the head, and approved by nobody.
        rig.planned(2, [Self.step])
        #expect(rig.order == nil && rig.fetches)
        rig.fetched(2)
        rig.planned(2, [Self.step])
        #expect(rig.order?.actor == "ada@test")
    }

    @Test("Nothing is touched under observe, and what is paused is left alone")
    func limits() {
        var observing = Self.standing(ApplyPolicy(apply: .observe))
        observing.send(.pinned(Self.pin(1, head: 2)))
        observing.fetched(2)
        observing.planned(1, [Self.step])
        #expect(observing.order == nil)
        var paused = Self.standing()
        paused.send(.paused(Pause(scope: .all, actor: "bob@test", reason: "x", until: paused.now + .seconds(60))))
        paused.fetched(2)
        paused.planned(2)
        paused.send(.pinned(Self.pin(1, head: 2)))
        paused.fetched(2)
        paused.planned(1, [Self.step])
        #expect(paused.order == nil && paused.loop.condition == .held([.paused(.all)]))
    }

    @Test("What would give data to another version waits for a person, and so do more deletions than allowed")
    func data() throws {
        var rig = Self.standing(ApplyPolicy(apply: .automatic))
        rig.send(.pinned(Self.pin(1, head: 2)))
        rig.fetched(2)
        rig.planned(1, [Self.step, Self.other], ofData: [Self.other.id])
        #expect(rig.order?.plan.steps.map(\.id) == [Self.step.id])
        rig.ended(applied: 2)
        rig.fetched(2)
        rig.planned(1, [Self.other], ofData: [Self.other.id])
        #expect(rig.order == nil)
        let proposal = try #require(rig.loop.proposal)
        #expect(proposal.reasons == [.data])
        rig.send(.decided(PlanDecision(plan: proposal.digest, verdict: .approved, actor: "bob@test")))
        rig.fetched(2)
        rig.planned(1, [Self.other], ofData: [Self.other.id])
        #expect(rig.order?.actor == "bob@test")

        var deleting = Self.standing(ApplyPolicy(apply: .automatic))
        deleting.send(.pinned(Self.pin(1, head: 2)))
        deleting.fetched(2)
        deleting.planned(1, [Self.step], deletes: 6, limit: 5)
        #expect(deleting.order == nil && deleting.loop.proposal?.reasons == [.deletes(6, limit: 5)])
    }

    @Test("The next commit on the branch ends it; so it does over a restart")
    func newer() {
        var rig = Self.standing(ApplyPolicy(apply: .automatic), pins: [Self.pin(1, head: 2)])
        #expect(rig.loop.target == LoopRig.commit(1))
        rig.send(.tick)
        rig.fetched(3)
        #expect(rig.notices.contains(.pinsOver([Self.pin(1, head: 2)])))
        #expect(rig.looksFor == 3 && rig.loop.memory.pins.isEmpty)
        rig.planned(3, [Self.step])
        #expect(rig.order?.actor == nil)

        var restarted = LoopRig(
            memory: LoopMemory(applied: LoopRig.commit(1), seen: LoopRig.commit(2), pins: [Self.pin(1, head: 2)]))
        restarted.fetched(3)
        #expect(restarted.looksFor == 3)
    }

    @Test("A head that cannot be used keeps nobody from going back, nor does a repository that is away")
    func unusable() {
        let invalid = Failure(.desiredStateInvalid, attempted: "read", on: "a commit", response: "no")
        var rig = Self.standing(pins: [Self.pin(1, head: 2)])
        rig.send(.tick)
        rig.fetched(2, objection: invalid)
        #expect(rig.looksFor == 1)
        rig.planned(1)
        rig.send(.tick)
        rig.send(.fetchFailed(Failure(.repositoryUnreachable, attempted: "fetch", on: "a forge", response: "no")))
        #expect(rig.looksFor == 1)
    }

    @Test("A run of what is gone back from begins no further step; a decision on its plan is forgotten")
    func running() {
        var rig = Self.standing(ApplyPolicy(apply: .automatic))
        rig.send(.tick)
        rig.fetched(3)
        rig.planned(3, [Self.step])
        #expect(rig.order != nil)
        rig.send(.pinned(Self.pin(1, head: 3)))
        #expect(rig.stops)
        rig.ended(.interrupted, applied: 2)
        rig.fetched(3)
        #expect(rig.looksFor == 1)
    }

    @Test("When it is let go, the branch's commit is decided on as every change")
    func unpinned() {
        var rig = Self.standing(pins: [Self.pin(1, head: 2)])
        rig.send(.unpinned(nil))
        rig.fetched(2)
        #expect(rig.looksFor == 2)
        rig.planned(2, [Self.step])
        #expect(rig.order == nil && rig.loop.proposal?.reasons == [.policy])
    }

    @Test("One node alone goes back: what else the branch changed is decided on as before")
    func oneNode() throws {
        let node = try #require(Self.node)
        var rig = Self.standing()
        rig.send(.pinned(Self.pin(1, head: 2, node: node)))
        rig.fetched(2)
        #expect(rig.looksFor == 2)
        rig.planned(2, [Self.step, Self.other])
        #expect(rig.order?.plan.steps.map(\.id) == [Self.step.id])
        rig.ended(applied: 2)
        rig.fetched(2)
        rig.planned(2, [Self.other])
        #expect(rig.order == nil && rig.loop.proposal?.reasons == [.policy])
        // The broker as a whole takes its place; a node's own does not take the broker's.
        rig.send(.pinned(Self.pin(1, head: 2)))
        #expect(rig.loop.memory.pins.map(\.node) == [nil])
        rig.send(.pinned(Self.pin(1, head: 2, node: node)))
        #expect(rig.loop.memory.pins.map(\.node) == [nil, node])
        rig.send(.unpinned(node))
        #expect(rig.loop.memory.pins.map(\.node) == [nil])
    }

    @Test("A rollout that failed for good is gone back from where the policy says so, once", arguments: [true, false])
    func automatic(rollsBack: Bool) {
        var rig = Self.standing(ApplyPolicy(apply: .automatic, rollsBack: rollsBack))
        rig.send(.tick)
        rig.fetched(3)
        rig.planned(3, [Self.step])
        rig.ended(.failed, [.validationRefused], applied: 2)
        #expect(rig.rollsBack == (rollsBack ? [2, 3] : []))
        guard rollsBack else { return }
        rig.send(.pinned(Self.pin(2, head: 3)))
        rig.fetched(3)
        #expect(rig.looksFor == 2)
        rig.planned(2, [Self.step])
        #expect(rig.order != nil)
        rig.ended(.failed, [.validationRefused], applied: 2)
        #expect(rig.rollsBack.isEmpty)
    }

    @Test("What may be tried again is not gone back from")
    func retried() {
        var rig = Self.standing(ApplyPolicy(apply: .automatic, rollsBack: true))
        rig.send(.tick)
        rig.fetched(3)
        rig.planned(3, [Self.step])
        rig.ended(.failed, [.healthGateFailed], applied: 2)
        #expect(rig.rollsBack.isEmpty)
    }
}
