import BrokerModel
import Execution
import TestSupport
import Testing

/// What protects a pair while it is changed, in virtual time.
@Suite struct DisturbanceTests {
    private let first = Plans.instance("h1")
    private let second = Plans.instance("h2")

    @Test func theSecondWaitsForTheFirstAndAWindow() async throws {
        let fleet = FakeFleet(clock: ManualClock())
        let report = await fleet.run([
            Plans.disturb("h1", beside: "h2"), Plans.disturb("h2", beside: "h1", after: ["h1"]),
        ])
        #expect(report.succeeded.count == 2)
        let ended = try #require(fleet.time(.ended, "h1"))
        let began = try #require(fleet.time(.began, "h2"))
        #expect(began - ended >= .seconds(20))
    }

    /// Its record tells how long that was, without the window that is watched after.
    @Test func aMemberIsAwayUntilItIsWell() async throws {
        let member = first
        let fleet = FakeFleet(clock: ManualClock(), effectTakes: .seconds(3)) { address, now in
            MemberHealth(isRunning: true, isHealthy: address != member || now < .seconds(1) || now >= .seconds(12))
        }
        let report = await fleet.run([
            Plans.disturb("h1", beside: "h2"), Plans.disturb("h2", beside: "h1", after: ["h1"]),
            Plans.step("h3", "create"),
        ])
        let away = try #require(report.output("h1")?.away)
        #expect((Duration.seconds(12)..<(.seconds(15))).contains(away))
        #expect(report.output("create") == StepOutput(tail: "done"))
    }

    /// Until then what takes its place could be elected first, without what its
    /// sibling kept meanwhile.
    @Test(arguments: [9, 100])
    func whatFollowsTheElectedOneStartsWhenASiblingIsElected(takesOverAt: Int) async throws {
        let elected = first
        let fleet = FakeFleet(clock: ManualClock(), effectTakes: .seconds(1)) { member, now in
            let hasTakenOver = now >= .seconds(takesOverAt)
            return MemberHealth(isRunning: true, isHealthy: true, isPrimary: (member != elected) == hasTakenOver)
        }
        _ = await fleet.run([Plans.disturb("h1", beside: "h2", window: 20)])
        // No longer than one window: then nobody seems to take over.
        let expected = Duration.seconds(min(takesOverAt, 1 + 20))
        let ended = try #require(fleet.time(.ended, "h1"))
        #expect((expected...(expected + .seconds(1))).contains(ended))
    }

    @Test(arguments: [StepAction.replace, .delete])
    func nobodyIsWaitedForWhereTheWorkNeedNotChangeHands(action: StepAction) async throws {
        let elected = action == .replace ? second : first
        let fleet = FakeFleet(clock: ManualClock(), effectTakes: .seconds(1)) { member, _ in
            MemberHealth(isRunning: true, isHealthy: true, isPrimary: member == elected)
        }
        _ = await fleet.run([Plans.disturb("h1", beside: "h2", action: action)])
        #expect(try #require(fleet.time(.ended, "h1")) == .seconds(1))
    }

    /// A short window ends when it is over, not at the next look of a long one.
    @Test func aShortWindowIsNotSleptThrough() async throws {
        let fleet = FakeFleet(clock: ManualClock())
        _ = await fleet.run([
            Plans.disturb("h1", beside: "h2", window: 1), Plans.disturb("h2", beside: "h1", after: ["h1"], window: 1),
        ])
        let ended = try #require(fleet.time(.ended, "h1"))
        let began = try #require(fleet.time(.began, "h2"))
        #expect((Duration.seconds(1)...(.seconds(2))).contains(began - ended))
    }

    @Test func aSiblingThatIsDownIsWaitedFor() async throws {
        let sibling = second
        let fleet = FakeFleet(clock: ManualClock()) { member, now in
            MemberHealth(isRunning: member != sibling || now >= .seconds(30), isHealthy: true)
        }
        let report = await fleet.run([Plans.disturb("h1", beside: "h2")])
        #expect(report.succeeded.count == 1)
        #expect(try #require(fleet.time(.began, "h1")) >= .seconds(30))
    }

    @Test func aSiblingThatStaysDownProtectsTheOther() async {
        let sibling = second
        let fleet = FakeFleet(clock: ManualClock()) { member, _ in
            member == sibling
                ? MemberHealth(isRunning: false, isHealthy: false, note: "exited (1)")
                : MemberHealth(isRunning: true, isHealthy: true)
        }
        let report = await fleet.run([Plans.disturb("h1", beside: "h2")])
        #expect(report.failure("h1")?.code == .healthGateFailed)
        #expect(report.failure("h1")?.response.contains("exited (1)") == true)
        #expect(!fleet.log.contains { $0.kind == .intent || $0.kind == .began })
    }

    @Test func aSiblingThatCannotBeSeenIsNotWell() async {
        let sibling = second
        let fleet = FakeFleet(clock: ManualClock()) { member, _ in
            member == sibling ? nil : MemberHealth(isRunning: true, isHealthy: true)
        }
        let report = await fleet.run([Plans.disturb("h1", beside: "h2")])
        #expect(report.failure("h1")?.code == .incomplete)
    }

    @Test func aMemberThatDoesNotComeBackStopsTheRest() async {
        let member = first
        let fleet = FakeFleet(clock: ManualClock()) { address, now in
            MemberHealth(isRunning: true, isHealthy: address != member || now < .seconds(1))
        }
        let report = await fleet.run([
            Plans.disturb("h1", beside: "h2"), Plans.disturb("h2", beside: "h1", after: ["h1"]),
        ])
        #expect(report.failure("h1")?.code == .healthGateFailed)
        #expect(report.isSkipped("h2"))
    }

    @Test(arguments: [true, false]) func aMemberThatWasStartedIsProvenFirst(works: Bool) async throws {
        let started = second
        // Both are connected and healthy; the started one may receive nothing.
        let fleet = FakeFleet(clock: ManualClock()) { member, now in
            let isStuck = member == started && !works
            return MemberHealth(
                isRunning: true, isHealthy: true, isConnected: true, isPrimary: member != started,
                counters: [HealthGate.Counter.received: isStuck ? 5 : Double(now.components.seconds)])
        }
        var start = Plans.step("h2", "start", action: .run)
        start.resource = started
        let report = await fleet.run([start, Plans.disturb("h1", beside: "h2", after: ["start"])])
        #expect(report.succeeded.contains(StepID("h1")) == works)
        guard works else { return #expect(fleet.time(.began, "h1") == nil) }
        let ended = try #require(fleet.time(.ended, "start"))
        #expect(try #require(fleet.time(.began, "h1")) - ended >= .seconds(20))
    }

    @Test func aStopEndsTheWaitBeforeAnythingIsDone() async {
        let sibling = second
        let stop = StopRequest()
        let fleet = FakeFleet(clock: ManualClock()) { member, _ in
            MemberHealth(isRunning: member != sibling, isHealthy: true)
        }
        let report = await fleet.run([Plans.disturb("h1", beside: "h2", timeout: 100_000)], stop: stop) { event in
            if case .waiting = event { stop.ask() }
        }
        #expect(report.isSkipped("h1") && report.wasInterrupted)
        #expect(fleet.clock.now.sinceStart < .seconds(100))
    }
}
