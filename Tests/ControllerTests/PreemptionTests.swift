import BrokerModel
import Controller
import Decisions
import Foundation
import Ledger
import Reconciliation
import SimulatedFleet
import TestSupport
import Testing

/// A commit that comes while an older one is being rolled out, with the real executor.
@Suite("A newer commit during a run", .timeLimit(.minutes(5)))
struct PreemptionTests {
    private static let stopped = "a newer commit: no further step is begun"

    private static func both(_ version: String) -> [String: String] {
        ["waloop01": "example/antiloop:\(version)", "waloop02": "example/antiloop:\(version)"]
    }

    /// The steps at the pair that were begun so far, by what they are at.
    private static func begun(_ fixture: ServiceFixture) -> [String] {
        fixture.said.lines.filter { $0.message == "step begun" }.compactMap { $0.metadata["resource"] }
            .filter { $0.hasSuffix("/container/ca-eccc-msc") }
    }

    /// Waits until one of the pair is being replaced, which takes its time.
    ///
    /// - Returns: its address, and that of the other.
    private static func replacing(
        _ fixture: ServiceFixture, _ service: BrokerService, since count: Int
    ) async throws -> (String, String) {
        _ = try await service.until("one of the pair is being replaced") { _ in begun(fixture).count > count }
        let one = begun(fixture)[count]
        return (one, ["waloop01", "waloop02"].first { !one.hasPrefix($0) }.map { $0 + one.dropFirst(8) } ?? "")
    }

    @Test("No further step of the older one is begun, those at hand are finished, the record says so")
    func automatic() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        let (commits, replaced, next) = try await fixture.serving { service in
            try await service.untilStanding(at: first)
            let count = Self.begun(fixture).count
            await fixture.world.set(mishaps: SlowReplacement())
            let second = try fixture.commit("second", antiloop: "1.0.1")
            service.nudge(.webhook)
            let (replaced, next) = try await Self.replacing(fixture, service, since: count)
            let third = try fixture.commit(
                "third", antiloop: "1.0.1",
                files: ["broker.yaml": (DesiredText.files()["broker.yaml"] ?? "") + "\n# 3\n"])
            service.nudge(.webhook)
            _ = try await service.until("it is pre-empted") { _ in fixture.said.contains(Self.stopped) }
            #expect(await service.status.state == "applying", "the step at hand goes on")
            #expect(Self.begun(fixture).count == count + 1, "and the other is left as it is")
            try await service.untilStanding(at: third)
            #expect(await fixture.images() == Self.both("1.0.1"))
            return ([third, second, first], replaced, next)
        }
        let ledger = try fixture.reconciler().ledger
        let runs = try await ledger.runs(limit: 10)
        #expect(runs.map(\.commit) == commits)
        #expect(runs.map(\.outcome) == ["succeeded", "interrupted", "succeeded"])
        let steps = try #require(try await ledger.run(runs[1].id)?.steps)
        #expect(steps.first { $0.resource == replaced }?.outcome == "succeeded", "what was at hand is finished")
        let left = steps.first { $0.resource == next }
        #expect(left != nil && left?.intendedAt == nil, "what comes after it was never begun")
        #expect(steps.allSatisfy { ($0.intendedAt == nil) == ($0.outcome != "succeeded") }, "\(steps)")

        // By the log: nothing was begun between the word and the end of the run.
        let lines = fixture.said.lines
        let word = try #require(lines.firstIndex { $0.message == Self.stopped })
        let end = try #require(lines[word...].firstIndex { $0.message.hasPrefix("run ") })
        #expect(!lines[word..<end].contains { $0.message == "step begun" })
        #expect(lines[word..<end].contains { $0.message == "step done" && $0.metadata["resource"] == replaced })
        let entries = try await ledger.auditEntries(matching: HistoryFilter(actions: ["pre-empt"]))
        #expect(entries.map(\.subject) == ["commit/\(commits[1])"])
        #expect(entries.first?.outcome == "stopped" && entries.first?.detail == "commit \(commits[0])")
    }

    @Test(
        "An approved run is not ended by a commit nobody approved, whatever else the policy applies by itself",
        arguments: ["{apply: approval}", "{apply: automatic, scopes: [{kinds: [container], apply: approval}]}"])
    func approved(policy: String) async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            await service.reload(try fixture.configuration(policy: policy))
            let second = try fixture.commit("second", antiloop: "1.0.1")
            _ = await service.sync(by: "ada@test")
            let waiting = try await service.until("a plan waits") { $0.state == "waiting" && $0.head?.commit == second }
            let count = Self.begun(fixture).count
            await fixture.world.set(mishaps: SlowReplacement())
            let digest = try #require(waiting.waiting.flatMap { Digest($0.plan) })
            _ = try await service.decide(PlanDecision(plan: digest, verdict: .approved, actor: "ada@test"))
            _ = try await Self.replacing(fixture, service, since: count)
            let third = try fixture.commit("third")
            service.nudge(.webhook)
            _ = try await service.until("the newer one is seen") { $0.head?.commit == third }
            #expect(await service.status.state == "applying")
            let next = try await service.until("its plan waits") { $0.state == "waiting" && $0.head?.commit == third }
            #expect(next.appliedCommit == second && next.waiting?.commit == third)
            #expect(await fixture.images() == Self.both("1.0.1"), "the approved run went to its end")
        }
        #expect(!fixture.said.contains(Self.stopped))
        let runs = try await fixture.reconciler().ledger.runs(limit: 10)
        let approved = try #require(runs.first { $0.actor == "ada@test" })
        #expect(approved.outcome == "succeeded" && runs.allSatisfy { $0.outcome == "succeeded" }, "\(runs)")
    }
}
