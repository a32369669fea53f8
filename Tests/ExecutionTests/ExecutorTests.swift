import BrokerModel
import Execution
import Synchronization
import TestSupport
import Testing

@Suite struct ExecutorTests {
    @Test(arguments: Array<UInt64>(1...20)) func everyStepOnceAndAfterWhatItWaitsFor(seed: UInt64) async {
        var random = SplitMix64(seed: seed)
        let steps = (0..<60).map { index in
            Plans.step(
                "host\(index % 4)", "s\(index)",
                after: (0..<index).filter { _ in random.oneIn(12) }.map { "s\($0)" })
        }
        let fleet = FakeFleet(clock: ManualClock())
        let report = await fleet.run(steps, limits: ExecutionLimits(stepsPerHost: 3, stepsInAll: 7))
        #expect(report.succeeded.count == 60, "seed \(seed)")
        #expect(fleet.mostPerHost <= 3 && fleet.mostInAll <= 7)
        #expect(fleet.mostInAll > 1)
        let log = fleet.log
        for step in steps {
            let began = log.firstIndex { $0.kind == .began && $0.step == step.id }
            #expect(log.count { $0.kind == .began && $0.step == step.id } == 1, "seed \(seed)")
            #expect(log.firstIndex { $0.kind == .intent && $0.step == step.id } ?? .max < began ?? -1, "seed \(seed)")
            for earlier in step.after {
                #expect(
                    log.firstIndex { $0.kind == .ended && $0.step == earlier } ?? .max < began ?? -1, "seed \(seed)")
            }
        }
    }

    @Test func whatDependsOnAFailureIsSkippedAndTheRestGoesOn() async {
        let fleet = FakeFleet(clock: ManualClock(), failing: [StepID("a")])
        let report = await fleet.run([
            Plans.step("h1", "a"), Plans.step("h1", "b", after: ["a"]), Plans.step("h2", "c", after: ["b"]),
            Plans.step("h1", "d"), Plans.step("h2", "e", after: ["d"]),
        ])
        #expect(report.failure("a")?.code == .engineRefused)
        #expect(report.isSkipped("b") && report.isSkipped("c"))
        #expect(report.succeeded == [StepID("d"), StepID("e")])
        #expect(!report.wasInterrupted)
        // The record has no hole.
        #expect(Set(fleet.log.filter { $0.kind == .recorded }.map(\.step.text)) == ["a", "b", "c", "d", "e"])
    }

    @Test func aHostThatCannotBePreparedFailsAlone() async throws {
        let failure = Failure(.locked, attempted: "take the lease", on: "h1", response: "someone else has it")
        let lost = try #require(HostName("h1"))
        let fleet = FakeFleet(clock: ManualClock(), unprepared: [lost: failure])
        let report = await fleet.run([Plans.step("h1", "a"), Plans.step("h2", "b")])
        #expect(report.failure("a") == failure)
        #expect(report.succeeded == [StepID("b")])
        #expect(!fleet.log.contains { $0.kind == .began && $0.step.text == "a" })
    }

    @Test func withoutARecordNothingIsDone() async {
        let fleet = FakeFleet(clock: ManualClock(), unrecorded: 1...Int.max)
        let report = await fleet.run([Plans.step("h1", "a")])
        #expect(report.failure("a")?.code == .diskFull)
        #expect(!fleet.log.contains { $0.kind == .began })
    }

    /// The intent of `b` cannot be written; that `c`'s could be is no excuse.
    @Test func onceTheRecordFailsNothingIsBegun() async {
        let fleet = FakeFleet(clock: ManualClock(), unrecorded: 3...3)
        let report = await fleet.run(
            [
                Plans.step("h1", "a"), Plans.step("h1", "b", after: ["a"]), Plans.step("h2", "c", after: ["a"]),
                Plans.step("h2", "d", after: ["c"]),
            ], limits: ExecutionLimits(stepsPerHost: 1, stepsInAll: 1))
        #expect(report.succeeded == [StepID("a")])
        #expect(report.failures.map(\.failure.code) == [.diskFull])
        #expect(report.skippedCount == 2)
        #expect(fleet.log.filter { $0.kind == .began }.map(\.step.text) == ["a"])
        #expect(!report.wasInterrupted)
    }

    /// `out` takes something out, `change` changes it, `back` brings it back.
    private func around(_ change: Step) -> [Step] {
        var back = Plans.step("h2", "back", after: ["change"])
        back.completes = StepID("out")
        return [Plans.step("h2", "out"), change, back, Plans.step("h2", "next", after: ["back"])]
    }

    @Test func whatWasBegunIsEndedWhenTheRunIsStopped() async {
        let stop = StopRequest()
        let fleet = FakeFleet(clock: ManualClock())
        let report = await fleet.run(around(Plans.step("h1", "change", after: ["out"])), stop: stop) { event in
            if case .started(let step) = event, step.id.text == "out" { stop.ask() }
        }
        #expect(report.succeeded == [StepID("out"), StepID("back")])
        #expect(report.isSkipped("change") && report.isSkipped("next") && report.wasInterrupted)
        #expect(Set(fleet.log.filter { $0.kind == .recorded }.map(\.step.text)) == ["out", "change", "back", "next"])
    }

    @Test func whatWasNotBegunNeedsNoEnd() async {
        let stop = StopRequest()
        let fleet = FakeFleet(clock: ManualClock())
        let first = Plans.step("h3", "first")
        var steps = around(Plans.step("h1", "change", after: ["out"]))
        steps[0].after = [first.id]
        let report = await fleet.run([first] + steps, stop: stop) { event in
            if case .started(let step) = event, step.id.text == "first" { stop.ask() }
        }
        #expect(report.succeeded == [StepID("first")])
    }

    /// The change was refused before it had an effect, or failed with one.
    @Test(arguments: [true, false]) func aChangeThatFails(isBegun: Bool) async throws {
        let clock = ManualClock()
        let lost = try #require(HostName("h1"))
        let fleet = FakeFleet(
            clock: clock, failing: isBegun ? [StepID("change")] : [],
            unprepared: isBegun ? [:] : [lost: Failure(.locked, attempted: "lease", on: "h1", response: "no")])
        let report = await fleet.run(around(Plans.step("h1", "change", after: ["out"])))
        #expect(report.failure("change") != nil)
        #expect(report.isSkipped("next"))
        #expect(report.isSkipped("back") == isBegun)
        #expect(report.succeeded == (isBegun ? [StepID("out")] : [StepID("out"), StepID("back")]))
    }

    /// Every attempt may cost the patience of a locked database.
    @Test func whatWasNotBegunIsNotRecordedOnceTheRecordFails() async {
        let fleet = FakeFleet(clock: ManualClock(), unrecorded: 2...1000)
        let steps = [Plans.step("h1", "a")] + (1...20).map { Plans.step("h1", "b\($0)", after: ["a"]) }
        let report = await fleet.run(steps)
        #expect(report.failures.map(\.failure.code) == [.diskFull])
        #expect(report.skippedCount == 20)
        #expect(fleet.writes == 2)
    }

    @Test func aFirstStopFinishesWhatIsAtHand() async {
        let stop = StopRequest()
        let fleet = FakeFleet(clock: ManualClock())
        let report = await fleet.run(
            [Plans.step("h1", "a"), Plans.step("h1", "b", after: ["a"]), Plans.step("h1", "c", after: ["b"])],
            stop: stop
        ) { event in
            if case .started(let step) = event, step.id.text == "b" { stop.ask() }
        }
        #expect(report.succeeded == [StepID("a"), StepID("b")])
        #expect(report.isSkipped("c"))
        #expect(report.wasInterrupted)
    }

    @Test func aSecondStopGivesUpAndIsRecorded() async {
        let stop = StopRequest()
        let fleet = FakeFleet(clock: ManualClock(), effectTakes: .seconds(1000))
        let report = await fleet.run([Plans.step("h1", "a"), Plans.step("h1", "b", after: ["a"])], stop: stop) {
            event in
            if case .started = event {
                stop.ask()
                stop.ask()
            }
        }
        #expect(report.failure("a")?.code == .cancelled)
        #expect(report.isSkipped("b"))
        #expect(report.wasInterrupted)
        #expect(fleet.clock.now.sinceStart < .seconds(1000))
        #expect(Set(fleet.log.filter { $0.kind == .recorded }.map(\.step.text)) == ["a", "b"])
    }
}
