import BrokerModel
import Controller
import Foundation
import Ledger
import Reconciliation
import SimulatedFleet
import TestSupport
import Testing

/// The service on hosts in memory, with a real repository and a real ledger.
@Suite("isobar serve", .timeLimit(.minutes(5)))
struct ServiceTests {
    @Test("A commit is brought to the hosts, and so is the next one, without anybody's word")
    func automatic() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            let second = try fixture.commit("second", antiloop: "1.0.1")
            try await service.untilStanding(at: second)
            #expect(
                await fixture.images() == ["waloop01": "example/antiloop:1.0.1", "waloop02": "example/antiloop:1.0.1"])
        }
        let runs = try await fixture.reconciler().ledger.runs(limit: 10)
        #expect(runs.map(\.outcome) == ["succeeded", "succeeded"])
        #expect(runs.allSatisfy { $0.actor == "isobar@test" && $0.command == LedgerStore.wholeApply })
    }

    /// Another node, as the first one.
    private func node(_ centre: String) throws -> [String: String] {
        let text = try #require(DesiredText.files()["nodes/ca-eccc-msc.yaml"])
        return ["nodes/\(centre).yaml": text.replacing("ca-eccc-msc", with: centre)]
    }

    @Test("A node that comes is planned from the look before; its hosts are looked at for it alone, and then all hosts")
    func shortLook() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            // Where the machine is slow, the look before is too old at first.
            for letter in "abcdefghijklmnopqrstuvwxyz" where await service.counted.shortLooks == 0 {
                let commit = try fixture.commit("One more", files: try node("fr-node\(letter)"))
                let looks = await service.counted.looks
                _ = await service.sync(by: "ada@test")
                try await service.untilStanding(at: commit)
                #expect(await fixture.images(of: "fr-node\(letter)").count == 2)
                #expect(await service.counted.looks >= looks + 2, "the run is followed by a look at all")
            }
            #expect(await service.counted.shortLooks == 1)
        }
    }

    @Test(
        "What waits for a window, or for a person, is planned from a look at all hosts",
        arguments: [
            // It is two in the afternoon.
            "{apply: automatic, windows: [{from: \"02:00\", to: \"03:00\"}]}",
            "{apply: automatic, scopes: [{kinds: [container], apply: approval}]}",
        ])
    func noShortLook(policy: String) async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            await service.reload(try fixture.configuration(policy: policy))
            for letter in "abc" {
                let commit = try fixture.commit("One more", files: try node("fr-node\(letter)"))
                _ = await service.sync(by: "ada@test")
                _ = try await service.until("it waits") { $0.head?.commit == commit && $0.state != "applying" }
                _ = await service.sync(by: "ada@test")
            }
            #expect(await service.counted.shortLooks == 0)
        }
    }

    @Test("Somebody else's container that bears the name of a node that comes is left alone, and stops that node's instance")
    func foreign() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            await fixture.world.edit { hosts, _, _ in
                guard var theirs = hosts["waloop01"]?.containers["ca-eccc-msc"] else { return }
                theirs.image = "example/emqx:1.0.0"
                theirs.labels = [:]
                hosts["waloop01"]?.containers["fr-node"] = theirs
            }
            let commit = try fixture.commit("One more", files: try node("fr-node"))
            _ = await service.sync(by: "ada@test")
            _ = try await service.until("the other instance is there") { status in
                let images = await fixture.images(of: "fr-node")
                return images["waloop02"] != nil && status.head?.commit == commit && status.state != "applying"
            }
            #expect(await fixture.images(of: "fr-node")["waloop01"] == "example/emqx:1.0.0")
            #expect(await service.status.appliedCommit == first)
        }
    }

    @Test("Under approval a plan waits; who approves it stands in the record, and the approval is spent")
    func approval() async throws {
        let fixture = try ServiceFixture(policy: "{apply: approval}")
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            let held = try await service.until("a plan waits") { $0.state == "waiting" }
            let waiting = try #require(held.waiting)
            #expect(await fixture.images().isEmpty)
            let digest = try #require(Digest(waiting.plan))
            let ledger = try fixture.reconciler().ledger
            _ = try await service.until("the plan is kept") { _ in (try? await ledger.plan(digest)) != nil }

            let other = PlanDecision(plan: Digest(of: "other"), verdict: .approved, actor: "ada@test")
            let refusal = await #expect(throws: Failure.self) { try await service.decide(other) }
            #expect(refusal?.code == .planStale)

            _ = try await service.decide(
                PlanDecision(plan: digest, verdict: .approved, actor: "ada@test", reason: "looks good"))
            try await service.untilStanding(at: first)
            #expect(try await ledger.openDecisions(on: first).isEmpty)
            #expect(try await ledger.runs(limit: 1).first?.actor == "ada@test")
            #expect(try await ledger.runs(limit: 1).first?.planDigest == digest)
        }
    }

    @Test("What somebody stops is started again by itself, also while a plan waits and while git is broken")
    func heals() async throws {
        let fixture = try ServiceFixture(policy: "{apply: approval}")
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            let held = try await service.until("a plan waits") { $0.state == "waiting" }
            let waiting = try #require(held.waiting)
            let digest = try #require(Digest(waiting.plan))
            _ = try await service.decide(PlanDecision(plan: digest, verdict: .approved, actor: "ada@test"))
            _ = try await service.until("standing") { $0.state == "standing" }

            try fixture.commit("second", antiloop: "1.0.1")
            _ = try await service.until("the next plan waits") { $0.state == "waiting" }
            await fixture.stop(on: "waloop01")
            _ = try await service.until("started again") { _ in await fixture.images().count == 2 }
            #expect(await fixture.images().values.allSatisfy { $0 == "example/antiloop:1.0.0" })

            try fixture.commit("third", files: ["versions.yaml": "antiloop: [\n"])
            let broken = try await service.until("the state is refused") { $0.head?.objection != nil }
            #expect(broken.head?.objection?.contains("versions.yaml:") == true)
            await fixture.stop(on: "waloop02")
            _ = try await service.until("started again") { _ in await fixture.images().count == 2 }
        }
        let runs = try await fixture.reconciler().ledger.runs(limit: 10)
        #expect(runs.map(\.actor) == ["isobar@test", "isobar@test", "ada@test"])
        #expect(try await fixture.reconciler().ledger.lastAppliedCommit() == first)
        #expect(fixture.said.contains("the state of the head is not used"))
    }

    @Test("An engine's event leads to a look at once: what was stopped runs again long before the next poll")
    func events() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            for host in ["waloop01", "waloop02", "waloop01"] {
                await fixture.stop(on: host)
                _ = try await service.until("started again on \(host)") { _ in await fixture.images().count == 2 }
                try await service.untilStanding(at: first)
            }
            // The branch was not asked meanwhile.
            let second = try fixture.commit("second")
            #expect(await service.status.head?.commit == first)
            #expect(await service.sync(by: "ada@test").head?.commit == second)
        }
        #expect(fixture.said.lines.count { $0.message == "the branch has a new head" } == 2)
    }

    @Test("Packages from a source nobody admitted are held back with the reason, and no run fails for them")
    func packageSource() async throws {
        let fixture = try ServiceFixture()
        let source = """

            packages:
              source: "http://192.0.2.60/debian"
              suite: "./"
              signingKey: |
                -----BEGIN PGP PUBLIC KEY BLOCK-----

                mDM=
                -----END PGP PUBLIC KEY BLOCK-----

            """
        try fixture.commit("first", files: ["broker.yaml": (DesiredText.files()["broker.yaml"] ?? "") + source])
        try await fixture.serving { service in
            let status = try await service.until("held") { $0.state == "held" }
            #expect(status.held == ["policy.allowedPackageSources does not admit the source of packages"])
        }
        #expect(try await fixture.reconciler().ledger.runs(limit: 10).allSatisfy { $0.outcome == "succeeded" })
    }

    @Test("A rewritten branch waits for a person, however automatic all else is")
    func rewritten() async throws {
        let fixture = try ServiceFixture()
        try fixture.commit("first")
        let second = try fixture.commit("second")
        try await fixture.serving { service in
            try await service.untilStanding(at: second)
            try fixture.repository.git(["reset", "--quiet", "--hard", "HEAD~1"])
            let other = try fixture.commit("other", antiloop: "1.0.1")
            let status = try await service.until("a plan waits") { $0.state == "waiting" }
            #expect(status.head?.rewrittenFrom == second)
            #expect(await fixture.images().values.allSatisfy { $0 == "example/antiloop:1.0.0" })
            let digest = try #require(status.waiting.flatMap { Digest($0.plan) })
            _ = try await service.decide(PlanDecision(plan: digest, verdict: .approved, actor: "ada@test"))
            try await service.untilStanding(at: other)
        }
    }

    @Test("A pause keeps hands off, a resume lets go; both survive a restart")
    func pause() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            let host = try #require(HostName("waloop01"))
            let until = fixture.clock() + .seconds(86_400)
            let other = try #require(ChangeScope("host/waloop09"))
            let refused = await #expect(throws: Failure.self) {
                try await service.pause(Pause(scope: other, actor: "ada@test", reason: "disk", until: until))
            }
            #expect(refused?.code == .notFound && refused?.remedy?.contains("host/waloop01") == true)
            _ = try await service.pause(Pause(scope: .host(host), actor: "ada@test", reason: "disk", until: until))
            await fixture.stop(on: "waloop01")
            let status = await service.sync(by: "ada@test")
            #expect(status.state == "held" && status.held == ["host/waloop01 is paused"])
            // Seen twice and left alone: one record of each.
            _ = await service.sync(by: "ada@test")
        }
        let drift = try await fixture.reconciler().ledger.auditEntries(matching: HistoryFilter(actions: ["drift"]))
        #expect(drift.map(\.subject).sorted() == ["waloop01/container/ca-eccc-msc", "waloop01/traefik/routes"])
        #expect(drift.allSatisfy { $0.outcome == "seen" && $0.detail?.hasPrefix("run: ") == true }, "\(drift)")
        try await fixture.serving { service in
            let status = try await service.until("held") { $0.state == "held" }
            #expect(status.pauses.map(\.reason) == ["disk"])
            #expect(await fixture.images().keys.sorted() == ["waloop02"])
            _ = try await service.resume(.all, by: "ada@test")
            try await service.untilStanding(at: first)
            #expect(await fixture.images().count == 2)
        }
    }

    @Test("Told to end while it applies, it finishes the steps at hand and closes the run; the next one goes on")
    func shutDown() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            _ = try await service.until("applying") { $0.state == "applying" }
        }
        let ledger = try fixture.reconciler().ledger
        let run = try #require(try await ledger.runs(limit: 1).first)
        #expect(run.outcome == "interrupted" || run.outcome == "succeeded")
        let detail = try #require(try await ledger.run(run.id))
        #expect(detail.steps.allSatisfy { $0.outcome != nil && $0.outcome != "unknown" })
        try await fixture.serving { try await $0.untilStanding(at: first) }
    }

    @Test("One service to a database: a second one, and every apply, is refused and told who holds it")
    func lock() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            let second = try fixture.service()
            let failure = await #expect(throws: Failure.self) { try await second.run() }
            #expect(failure?.code == .locked)
            #expect(failure?.response.contains("serve by isobar@test") == true)
        }
    }

    @Test("A run that was killed is closed when the service begins")
    func abandoned() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        let ledger = try fixture.reconciler().ledger
        let commit = CommitRecord(
            hash: Array(repeating: 0xAB, count: 20), author: "Ada", authoredAt: 1, summary: "a commit")
        let plan = Plan(
            digest: Digest(of: "plan"), commit: String(repeating: "ab", count: 20),
            broker: try #require(CentreID("xx-example-global-broker")), observedAt: 1, steps: [])
        let number = try await ledger.record(plan: plan, commit: commit, body: "{}")
        let run = try await ledger.beginRun(plan: number, commit: commit, actor: "ada@test", command: "apply in part")
        try await fixture.serving { try await $0.untilStanding(at: first) }
        #expect(try await ledger.run(run)?.summary.outcome == "abandoned")
        #expect(fixture.said.contains("closed a run that was killed"))
    }

    @Test("A repository that is away changes nothing and is told of; when it is back, all goes on")
    func repositoryAway() async throws {
        let fixture = try ServiceFixture()
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            try await service.untilStanding(at: first)
            let place = fixture.repository.directory
            try FileManager.default.moveItem(atPath: place, toPath: place + ".away")
            _ = try await service.until("told of") { $0.repositoryFailure != nil }
            await fixture.stop(on: "waloop02")
            _ = try await service.until("started again") { _ in await fixture.images().count == 2 }
            try FileManager.default.moveItem(atPath: place + ".away", toPath: place)
            let second = try fixture.commit("second", antiloop: "1.0.1")
            try await service.untilStanding(at: second)
        }
    }

    @Test("Another policy takes effect while it runs")
    func reload() async throws {
        let fixture = try ServiceFixture(policy: "{apply: observe}")
        let first = try fixture.commit("first")
        try await fixture.serving { service in
            _ = try await service.until("held") { $0.state == "held" }
            #expect(await fixture.images().isEmpty)
            await service.reload(try fixture.configuration(policy: "{apply: automatic}"))
            try await service.untilStanding(at: first)
        }
    }
}
