import BrokerModel
import Controller
import Foundation
import Ledger
import Reconciliation
import SimulatedFleet
import TestSupport
import Testing

/// What the service and people decide stands in the audit chain: who, on what, why.
@Suite("Decisions on record", .timeLimit(.minutes(5)))
struct DecisionRecordTests {
    private func entries(_ fixture: ServiceFixture, _ action: String) async throws -> [AuditEntry] {
        try await fixture.reconciler().ledger.auditEntries(matching: HistoryFilter(actions: [action], limit: 50)).reversed()
    }

    private func waiting(_ service: BrokerService, besides other: Digest? = nil) async throws -> Digest {
        let status = try await service.until("a plan waits") {
            $0.state == "waiting" && $0.waiting.flatMap { Digest($0.plan) } != other
        }
        return try #require(status.waiting.flatMap { Digest($0.plan) })
    }

    @Test("Plans that wait, rejections, approvals and their reasons; pauses and their ends; the configuration, once")
    func people() async throws {
        let fixture = try ServiceFixture(policy: "{apply: approval}")
        let first = try fixture.commit("first")
        let (rejected, approved) = try await fixture.serving { service in
            let rejected = try await waiting(service)
            _ = try await service.decide(
                PlanDecision(plan: rejected, verdict: .rejected, actor: "ada@test", reason: "not today"))
            let second = try fixture.commit("second", antiloop: "1.0.1")
            _ = await service.sync(by: "ada@test")
            let approved = try await waiting(service, besides: rejected)
            _ = try await service.decide(
                PlanDecision(plan: approved, verdict: .approved, actor: "bob@test", reason: "looks good", allowedDeletes: 2))
            try await service.untilStanding(at: second)
            let until = fixture.clock() + .seconds(86_400)
            _ = try await service.pause(Pause(scope: .all, actor: "ada@test", reason: "storm", until: until))
            _ = try await service.resume(.all, by: "bob@test")
            return (rejected, approved)
        }
        // Begun again under the same configuration, which is no news.
        try await fixture.serving { _ = try await $0.until("it has looked") { $0.state == "standing" } }

        let proposed = try await entries(fixture, "propose")
        #expect(proposed.map(\.subject) == ["plan/\(rejected)", "plan/\(approved)"])
        #expect(proposed.allSatisfy { $0.outcome == "waits" && $0.actor == "isobar@test" })
        #expect(proposed.first?.commit == first && proposed.first?.detail?.contains(" to create, ") == true, "\(proposed)")
        let ledger = try fixture.reconciler().ledger
        #expect(try await ledger.plan(rejected)?.contains("\"\(rejected)\"") == true, "it is kept, whatever became of it")

        let rejection = try #require(try await entries(fixture, "reject").first)
        #expect(rejection.subject == "plan/\(rejected)" && rejection.actor == "ada@test" && rejection.detail == "not today")
        let approval = try #require(try await entries(fixture, "approve").first)
        #expect(approval.subject == "plan/\(approved)" && approval.actor == "bob@test")
        #expect(approval.detail == "looks good; up to 2 deletions")
        let pause = try #require(try await entries(fixture, "pause").first)
        #expect(pause.subject == "all" && pause.actor == "ada@test" && pause.detail == "storm")
        #expect(try await entries(fixture, "resume").map(\.actor) == ["bob@test"])
        let configured = try await entries(fixture, "configure")
        #expect(configured.count == 1 && configured[0].detail?.contains("policy.apply: approval\n") == true, "\(configured)")
        _ = try await ledger.verifyAuditChain()
    }

    @Test("A state that is refused, and a commit that is given up after its attempts")
    func service() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            let broken = try fixture.commit("broken", files: ["versions.yaml": "antiloop: [\n"])
            _ = await service.sync(by: "ada@test")
            _ = try await service.until("it is refused") { $0.head?.objection != nil }
            _ = try await service.until("that is recorded") { _ in (try? await entries(fixture, "refuse"))?.isEmpty == false }
            let refusal = try #require(try await entries(fixture, "refuse").first)
            #expect(refusal.subject == "commit/\(broken)" && refusal.outcome == FailureCode.desiredStateInvalid.name)
            #expect(refusal.detail?.contains("versions.yaml:") == true)

            // Nobody has that image.
            let missing = try fixture.commit("missing", antiloop: "9.9.9")
            _ = await service.sync(by: "ada@test")
            _ = try await service.until("it is given up", within: .seconds(120)) { _ in
                (try? await entries(fixture, "give-up"))?.isEmpty == false
            }
            let givenUp = try #require(try await entries(fixture, "give-up").first)
            #expect(givenUp.subject == "commit/\(missing)" && givenUp.detail == "1 attempt", "\(givenUp)")
        }
        _ = try await fixture.reconciler().ledger.verifyAuditChain()
    }
}
