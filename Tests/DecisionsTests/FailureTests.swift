import BrokerModel
import Testing

@testable import Decisions

@Suite("What fails, and what is fought over")
struct FailureTests {
    private static let step = LoopRig.step("waloop01/container/ca-eccc-msc")
    private static let drift = LoopRig.step("waloop01/file/etc/a", .drift)

    private static func running(_ retry: RetryRule = RetryRule()) -> LoopRig {
        var rig = LoopRig(
            ApplyPolicy(apply: .automatic), memory: LoopMemory(applied: LoopRig.commit(1), seen: LoopRig.commit(1)),
            retry: retry)
        rig.fetched(2)
        rig.planned(2, [step])
        return rig
    }

    /// The head's run failed, and the hosts were looked at again.
    private static func fail(_ rig: inout LoopRig, _ codes: [FailureCode], commit: Int = 2) {
        rig.ended(.failed, codes, applied: 1)
        rig.fetched(commit)
        rig.planned(commit, [step])
        if rig.looksFor == 1 { rig.planned(1) }
    }

    @Test("A commit that fails is tried again after ever longer pauses, and not for ever")
    func retries() throws {
        var rig = Self.running(RetryRule(first: .seconds(10), longest: .seconds(60), attempts: 5))
        var pauses: [Duration] = []
        for attempt in 1...4 {
            try #require(rig.order != nil, "attempt \(attempt)")
            Self.fail(&rig, [.commandFailed])
            #expect(rig.order == nil)
            let moment = try #require(rig.loop.changes?.notBefore)
            pauses.append(moment - rig.now)
            rig.now = moment
            rig.cycle(2, [Self.step])
        }
        for (pause, wanted) in zip(pauses, [10, 20, 40, 60]) {
            #expect(pause >= .seconds(wanted) * 0.9 && pause <= .seconds(wanted) * 1.1, "seed \(LoopRig.seed)")
        }
        Self.fail(&rig, [.commandFailed])
        #expect(rig.loop.condition == .held([.gaveUp]))
        rig.now = rig.now + .seconds(86_400)
        rig.cycle(2, [Self.step])
        #expect(rig.order == nil)
    }

    @Test(
        "What waiting cannot mend is not tried again; what another look mends, is",
        arguments: [
            ([FailureCode.validationRefused], true),
            ([FailureCode.validationRefused, FailureCode.commandFailed], false),
            ([FailureCode.planStale], false), ([FailureCode.hostUnreachable], false), ([FailureCode](), false),
        ])
    func hopeless(codes: [FailureCode], givesUp: Bool) {
        var rig = Self.running()
        Self.fail(&rig, codes)
        #expect((rig.loop.condition == .held([.gaveUp])) == givesUp)
    }

    @Test("A ledger that cannot be written is no fault of the commit, whatever SQLite says of it")
    func recordAway() async throws {
        var rig = Self.running(RetryRule(first: .seconds(1), longest: .seconds(2), attempts: 2))
        for _ in 0..<5 {
            rig.ended(.failed, [.ledgerUnusable], applied: 1, isOfRecord: true)
            rig.fetched(2)
            rig.planned(2, [Self.step])
            rig.now = rig.now + .seconds(5)
            rig.cycle(2, [Self.step])
            #expect(rig.order != nil)
        }
        // None of them counts when the commit itself fails for the first time.
        Self.fail(&rig, [.commandFailed])
        #expect(rig.loop.condition != .held([.gaveUp]))
    }

    @Test("Hosts that are away are no fault of the commit: it is tried as long as they are")
    func hostsAway() {
        var rig = Self.running(RetryRule(first: .seconds(1), longest: .seconds(2), attempts: 2))
        for _ in 0..<5 {
            Self.fail(&rig, [.connectionLost])
            rig.now = rig.now + .seconds(5)
            rig.cycle(2, [Self.step])
            #expect(rig.order != nil)
        }
    }

    @Test(
        "What was given up is begun anew by a newer commit, by a person, and by another configuration",
        arguments: ["commit", "sync", "reload"])
    func beginsAnew(by what: String) {
        var rig = Self.running()
        Self.fail(&rig, [.validationRefused])
        switch what {
        case "commit": rig.send(.tick)
        case "sync": rig.send(.toldToLook(.person("ada")))
        default: rig.send(.reloaded(rig.loop.settings))
        }
        let commit = what == "commit" ? 3 : 2
        rig.fetched(commit)
        rig.planned(commit, [Self.step])
        #expect(rig.order?.commit == LoopRig.commit(commit))
    }

    @Test(
        "What cannot be mended keeps nothing else from being mended, and is begun anew by a newer commit",
        arguments: [FailureCode.imageMissing, .commandFailed])
    func oneHeal(code: FailureCode) {
        let other = LoopRig.step("waloop02/file/etc/a", .drift)
        var rig = LoopRig(memory: LoopMemory(applied: LoopRig.commit(1), seen: LoopRig.commit(1)))
        rig.fetched(1)
        rig.planned(1, [Self.drift, other])
        rig.ended(.failed, [code], failed: [Self.drift], applied: 1)
        rig.fetched(1)
        rig.planned(1, [Self.drift])
        #expect(rig.order == nil)
        rig.cycle(1, [Self.drift, other])
        #expect(rig.order?.plan.steps.map(\.id) == [other.id])
        rig.ended(applied: 1)
        rig.fetched(2)
        rig.planned(2, [Self.drift])
        #expect(rig.order?.purpose == .heal, "a newer commit begins anew")
    }

    @Test("A webhook for the same commit begins nothing anew")
    func webhook() {
        var rig = Self.running()
        Self.fail(&rig, [.validationRefused])
        rig.send(.toldToLook(.webhook))
        rig.fetched(2)
        rig.planned(2, [Self.step])
        #expect(rig.order == nil)
    }

    @Test("The same thing drifting again and again is mended three times an hour, then told of and left alone")
    func fight() {
        var rig = LoopRig(memory: LoopMemory(applied: LoopRig.commit(1), seen: LoopRig.commit(1)))
        rig.fetched(1)
        for _ in 0..<3 {
            rig.planned(1, [Self.drift])
            #expect(rig.order?.purpose == .heal)
            rig.ended(applied: 1)
            rig.fetched(1)
        }
        let other = LoopRig.step("waloop01/file/etc/b", .drift)
        rig.planned(1, [Self.drift, other])
        #expect(rig.notices.contains(.fight(Self.drift.resource)))
        #expect(rig.order?.plan.steps.map(\.id) == [other.id])
        rig.ended(applied: 1)
        rig.fetched(1)
        rig.planned(1, [Self.drift])
        #expect(rig.order == nil && rig.loop.condition == .held([.fight]))
        // As long as it goes on, it is left alone.
        for _ in 0..<4 {
            rig.now = rig.now + .seconds(1800)
            rig.cycle(1, [Self.drift])
            #expect(rig.order == nil)
        }
        // Quiet for an hour: whoever it was has given up.
        rig.now = rig.now + .seconds(1800)
        rig.cycle(1)
        rig.now = rig.now + .seconds(1801)
        rig.cycle(1, [Self.drift])
        #expect(rig.order?.purpose == .heal)
    }

    @Test("What was given up before a restart is not tried after it; a newer commit is")
    func givenUpAfterRestart() {
        var rig = LoopRig(
            ApplyPolicy(apply: .automatic),
            memory: LoopMemory(applied: LoopRig.commit(1), seen: LoopRig.commit(2), givenUp: LoopRig.commit(2)))
        rig.fetched(2)
        rig.planned(2, [Self.step])
        #expect(rig.order == nil)
        if rig.looksFor == 1 { rig.planned(1) }
        #expect(rig.loop.condition == .held([.gaveUp]))
        rig.cycle(3, [Self.step])
        #expect(rig.order?.commit == LoopRig.commit(3))
    }

    @Test("A fight that has gone on for long is left alone after a restart, too, until it is quiet or a person says so")
    func longFightAfterRestart() {
        for isResumed in [true, false] {
            var rig = LoopRig(
                memory: LoopMemory(
                    applied: LoopRig.commit(1), seen: LoopRig.commit(1), fights: [Self.drift.resource]))
            rig.fetched(1)
            rig.planned(1, [Self.drift])
            #expect(rig.order == nil && rig.loop.condition == .held([.fight]))
            if isResumed {
                rig.send(.resumed(.host(Self.host), actor: "ada"))
                rig.fetched(1)
                rig.planned(1, [Self.drift])
            } else {
                rig.now = rig.now + .seconds(3601)
                rig.cycle(1)
                rig.cycle(1, [Self.drift])
            }
            #expect(rig.order?.purpose == .heal)
        }
    }

    @Test("A fight is remembered over a restart, and ends when a person says so")
    func fightAfterRestart() {
        let moment = Timestamp(seconds: 1_789_999_000)
        var rig = LoopRig(
            memory: LoopMemory(
                applied: LoopRig.commit(1), seen: LoopRig.commit(1),
                heals: (0..<3).map { _ in (Self.drift.resource, moment) }))
        rig.fetched(1)
        rig.planned(1, [Self.drift])
        #expect(rig.order == nil)
        rig.send(.resumed(.host(HostName("waloop02") ?? Self.host), actor: "ada"))
        rig.fetched(1)
        rig.planned(1, [Self.drift])
        #expect(rig.order == nil)
        rig.send(.resumed(.host(Self.host), actor: "ada"))
        rig.fetched(1)
        rig.planned(1, [Self.drift])
        #expect(rig.order != nil)
    }

    private static let host = HostName("waloop01") ?? { preconditionFailure("a constant") }()

    @Test("Mending that fails waits, too")
    func failedHeal() {
        var rig = LoopRig(memory: LoopMemory(applied: LoopRig.commit(1), seen: LoopRig.commit(1)))
        rig.fetched(1)
        rig.planned(1, [Self.drift])
        rig.ended(.failed, [.commandFailed], applied: 1)
        rig.fetched(1)
        rig.planned(1, [Self.drift])
        #expect(rig.order == nil)
        rig.now = rig.now + .seconds(12)
        rig.cycle(1, [Self.drift])
        #expect(rig.order != nil)
    }

    @Test("A look that fails is tried again; for the head it falls back to what was applied last")
    func failedLook() {
        let failure = Failure(.secretUnavailable, attempted: "open", on: "a secret", response: "no identity")
        var rig = LoopRig(memory: LoopMemory(applied: LoopRig.commit(1), seen: LoopRig.commit(1)))
        rig.fetched(2)
        rig.send(.lookFailed(LoopRig.commit(2), failure))
        #expect(rig.looksFor == 1)
        #expect(rig.notices == [.lookFailed(LoopRig.commit(2), failure)])
        rig.send(.lookFailed(LoopRig.commit(1), failure))
        #expect(rig.looksFor == nil && rig.wakesAt != nil)
    }

    @Test("A pause leaves its part alone until its limit, and ends a run that touches it")
    func pauses() throws {
        let pause = Pause(
            scope: .host(Self.host), actor: "ada", reason: "storm",
            until: Timestamp(seconds: 1_790_000_000) + .seconds(3600))
        var rig = Self.running()
        rig.send(.paused(pause))
        #expect(rig.stops)
        rig.ended(.interrupted, applied: 1)
        rig.fetched(2)
        let other = LoopRig.step("waloop02/container/ca-eccc-msc")
        rig.planned(2, [Self.step, other])
        #expect(rig.order?.plan.steps.map(\.id) == [other.id])
        rig.send(.paused(Pause(scope: .kind(ResourceKind("haproxy")), actor: "ada", reason: "no", until: pause.until)))
        #expect(!rig.stops)
        rig.ended(applied: 1)
        rig.now = pause.until
        rig.fetched(2)
        rig.planned(2, [Self.step])
        #expect(rig.order != nil)
    }

    @Test("The end of a pause wakes it, and is told")
    func pauseEnds() {
        var rig = LoopRig(
            ApplyPolicy(apply: .automatic), memory: LoopMemory(applied: LoopRig.commit(1), seen: LoopRig.commit(1)))
        rig.fetched(1)
        rig.planned(1)
        let pause = Pause(scope: .all, actor: "ada", reason: "storm", until: rig.now + .seconds(10))
        rig.send(.paused(pause))
        rig.fetched(1)
        rig.planned(1)
        #expect(rig.wakesAt == pause.until)
        rig.now = pause.until
        rig.send(.tick)
        #expect(rig.notices == [.pauseEnded(pause)])
        #expect(rig.loop.memory.pauses.isEmpty)
    }
}
