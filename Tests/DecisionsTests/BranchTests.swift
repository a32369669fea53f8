import BrokerModel
import Testing

@testable import Decisions

@Suite("The branch and the hosts")
struct BranchTests {
    private static let step = LoopRig.step("waloop01/container/ca-eccc-msc")
    private static let drift = LoopRig.step("waloop01/file/etc/a", .drift)
    private static let invalid = Failure(
        .desiredStateInvalid, attempted: "read", on: "a commit", response: "nodes/a.yaml:1:1: error: no")
    private static let away = Failure(.repositoryUnreachable, attempted: "fetch", on: "a forge", response: "timed out")

    private static func standing(_ policy: ApplyPolicy = ApplyPolicy(apply: .automatic)) -> LoopRig {
        var rig = LoopRig(policy, memory: LoopMemory(applied: LoopRig.commit(1), seen: LoopRig.commit(1)))
        rig.fetched(1)
        rig.planned(1)
        return rig
    }

    @Test("It fetches at once, looks for the head, and comes back after a poll, more or less")
    func cycle() throws {
        var rig = LoopRig()
        #expect(rig.fetches && rig.wakesAt == nil)
        rig.fetched(1)
        #expect(rig.looksFor == 1 && rig.wakesAt == nil)
        rig.planned(1)
        let pause = try #require(rig.wakesAt) - rig.now
        #expect(pause >= .seconds(27) && pause <= .seconds(33), "seed \(LoopRig.seed)")
    }

    @Test("Polls are spread, and by the same seed in the same way")
    func jitter() {
        func pauses() -> [Duration] {
            var rig = Self.standing()
            return (0..<8).map { _ in
                rig.cycle(1)
                return (rig.wakesAt ?? rig.now) - rig.now
            }
        }
        #expect(Set(pauses()).count > 4)
        #expect(pauses() == pauses())
    }

    @Test("An empty plan of a new commit is recorded as applied, without a run")
    func standing() {
        var rig = Self.standing(ApplyPolicy())
        rig.cycle(2)
        #expect(rig.standing == 2 && rig.order == nil)
        #expect(rig.loop.condition == .standing(LoopRig.commit(2)))
        rig.cycle(2)
        #expect(rig.standing == nil && rig.notices.isEmpty)
    }

    @Test("Where that record could not be made, the next look asks for it again, and what stood before counts meanwhile")
    func unrecorded() {
        var rig = Self.standing(ApplyPolicy())
        rig.cycle(2)
        rig.send(.standingUnrecorded(LoopRig.commit(2), over: LoopRig.commit(1)))
        #expect(rig.loop.memory.applied == LoopRig.commit(1))
        rig.cycle(2)
        #expect(rig.standing == 2 && rig.notices.isEmpty)
        // Too late to matter: something else is applied since.
        rig.cycle(3)
        rig.send(.standingUnrecorded(LoopRig.commit(2), over: LoopRig.commit(1)))
        #expect(rig.loop.memory.applied == LoopRig.commit(3))
    }

    @Test("A state that does not validate changes nothing, says why once, and keeps nobody from mending drift")
    func invalid() {
        var rig = Self.standing()
        rig.send(.tick)
        rig.fetched(2, objection: Self.invalid)
        #expect(rig.notices.contains(.commitUnusable(LoopRig.commit(2), Self.invalid)))
        #expect(rig.looksFor == 1)
        rig.planned(1, [Self.drift, Self.step])
        #expect(rig.order?.plan.steps.map(\.id) == [Self.drift.id])
        rig.ended(applied: 1)
        rig.fetched(2, objection: Self.invalid)
        #expect(rig.notices.isEmpty)
        rig.planned(1)
        #expect(rig.loop.condition == .unusable(Self.invalid))
        rig.cycle(3, [Self.step])
        #expect(rig.order?.commit == LoopRig.commit(3))
    }

    @Test("Without anything applied before, an unusable state leads to no look at all")
    func invalidFirst() {
        var rig = LoopRig(ApplyPolicy(apply: .automatic))
        rig.fetched(1, objection: Self.invalid)
        #expect(rig.looksFor == nil && rig.loop.condition == .unusable(Self.invalid))
        #expect(rig.wakesAt != nil)
    }

    @Test("A rewritten branch changes nothing by itself, however automatic; a person may approve it")
    func rewritten() throws {
        var rig = Self.standing()
        rig.send(.tick)
        rig.fetched(7, rewrittenFrom: 1)
        #expect(rig.notices.contains(.branchRewritten(from: LoopRig.commit(1), to: LoopRig.commit(7))))
        rig.planned(7, [Self.step])
        #expect(rig.order == nil)
        let proposal = try #require(rig.loop.proposal)
        #expect(proposal.reasons == [.rewritten])
        rig.planned(1)
        rig.send(.decided(PlanDecision(plan: proposal.digest, verdict: .approved, actor: "ada")))
        rig.fetched(7, rewrittenFrom: 1)
        rig.planned(7, [Self.step])
        #expect(rig.order?.commit == LoopRig.commit(7))
    }

    @Test("A repository that cannot be read changes nothing, is asked ever less often, and the hosts are looked after")
    func unreadable() throws {
        var rig = Self.standing()
        var pauses: [Duration] = []
        for _ in 0..<8 {
            rig.send(.tick)
            rig.send(.fetchFailed(Self.away))
            #expect(rig.looksFor == 1)
            rig.planned(1)
            pauses.append(try #require(rig.wakesAt) - rig.now)
        }
        #expect(rig.loop.repositoryFailure == Self.away)
        #expect(pauses[0] < .seconds(34) && pauses[7] > .seconds(500) && pauses[7] <= .seconds(660))
        rig.send(.tick)
        rig.fetched(1)
        #expect(rig.notices == [.repositoryReadable])
    }

    @Test("A host that comes back is caught up; while it is away it holds nobody back")
    func hostAway() {
        var rig = Self.standing()
        rig.send(.tick)
        rig.fetched(2)
        rig.planned(2, [Self.step], unreachable: ["waloop02"])
        #expect(rig.order != nil)
        rig.ended(applied: 1)
        rig.fetched(2)
        rig.planned(2, unreachable: ["waloop02"])
        #expect(rig.order == nil && rig.loop.condition == .incomplete(LoopRig.commit(2)))
        rig.cycle(2, [LoopRig.step("waloop02/container/ca-eccc-msc")])
        #expect(rig.order != nil)
    }

    @Test(
        "A newer commit ends a run of an older one after its steps at hand, where it would be applied by itself",
        arguments: [(ApplyPolicy.Mode.automatic, true), (ApplyPolicy.Mode.approval, false)])
    func preemption(mode: ApplyPolicy.Mode, stops: Bool) throws {
        var rig = Self.standing(ApplyPolicy(apply: mode))
        rig.cycle(2, [Self.step])
        if let proposal = rig.loop.proposal {
            rig.planned(1)
            rig.send(.decided(PlanDecision(plan: proposal.digest, verdict: .approved, actor: "ada")))
            rig.fetched(2)
            rig.planned(2, [Self.step])
        }
        try #require(rig.order != nil)
        rig.wait(.seconds(40))
        #expect(rig.fetches)
        rig.fetched(3)
        #expect(rig.stops == stops && rig.looksFor == nil)
        rig.ended(.interrupted, applied: 1)
        rig.fetched(3)
        #expect(rig.looksFor == 3)
    }

    @Test("What a person approved is carried out, also where a newer commit would be applied by itself")
    func noPreemptionOfApproved() throws {
        var rig = Self.standing()
        rig.send(.tick)
        rig.fetched(7, rewrittenFrom: 1)
        rig.planned(7, [Self.step])
        let proposal = try #require(rig.loop.proposal)
        rig.planned(1)
        rig.send(.decided(PlanDecision(plan: proposal.digest, verdict: .approved, actor: "ada")))
        rig.fetched(7, rewrittenFrom: 1)
        rig.planned(7, [Self.step])
        try #require(rig.order?.approval?.actor == "ada")
        rig.wait(.seconds(40))
        rig.fetched(8)
        #expect(!rig.stops)
        rig.ended(applied: 7)
        rig.fetched(8)
        #expect(rig.looksFor == 8)
    }

    @Test("A run is told to end once: what comes after gives up none of its steps at hand")
    func stopsOnce() throws {
        var rig = Self.standing(ApplyPolicy(apply: .automatic))
        rig.cycle(2, [Self.step])
        rig.wait(.seconds(40))
        rig.fetched(3)
        try #require(rig.stops)
        rig.wait(.seconds(40))
        rig.fetched(3)
        #expect(!rig.stops)
        rig.send(.paused(Pause(scope: .all, actor: "ada", reason: "storm", until: rig.now + .seconds(60))))
        #expect(!rig.stops)
        rig.send(.shutDown)
        #expect(!rig.stops)
        rig.ended(.interrupted, applied: 1)
        #expect(rig.ends)
    }

    @Test("A newer commit whose state is no good, or a run that only mends, ends nothing")
    func noPreemption() {
        var rig = Self.standing()
        rig.cycle(2, [Self.step])
        rig.fetched(3, objection: Self.invalid)
        #expect(!rig.stops)
        rig = Self.standing()
        rig.cycle(1, [Self.drift])
        rig.fetched(2)
        #expect(!rig.stops)
    }

    @Test("What happens during a look leads to another look after it")
    func nudgeWhileLooking() {
        var rig = Self.standing()
        rig.send(.tick)
        rig.fetched(1)
        rig.send(.toldToLook(.webhook))
        #expect(!rig.fetches)
        rig.planned(1)
        #expect(rig.fetches)
    }

    @Test("What happens on a host leads to a look without asking the repository, at most once a second")
    func hostEvents() throws {
        let host = try #require(HostName("waloop01"))
        var rig = Self.standing()
        rig.now = rig.now + .seconds(5)
        rig.send(.toldToLook(.host(host)))
        #expect(rig.looksFor == 1 && !rig.fetches)
        rig.send(.toldToLook(.host(host)))
        #expect(rig.looksFor == nil)
        rig.planned(1)
        #expect(rig.wakesAt == rig.now + .seconds(1))
        rig.wait(.seconds(1))
        rig.fetched(1)
        rig.planned(1, [Self.drift])
        // A run is followed by a look anyhow.
        rig.send(.toldToLook(.host(host)))
        #expect(rig.looksFor == nil && !rig.fetches)
    }

    @Test("The end: a run finishes its steps at hand, everything else is left at once")
    func shutDown() {
        var idle = Self.standing()
        idle.send(.shutDown)
        #expect(idle.ends && idle.wakesAt == nil)
        var running = Self.standing()
        running.cycle(2, [Self.step])
        running.send(.shutDown)
        #expect(running.stops && !running.ends)
        running.ended(.interrupted, applied: 1)
        #expect(running.ends && !running.fetches)
    }
}
