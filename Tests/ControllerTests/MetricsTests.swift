import BrokerModel
import Controller
import DockerEngine
import Forge
import Foundation
import Ledger
import Reconciliation
import SimulatedFleet
import TestSupport
import Testing

@Suite("What a service tells Prometheus", .timeLimit(.minutes(5)))
struct MetricsTests {
    private static func figures(_ door: Listening) async throws -> Metrics {
        try Metrics(try await door.ask(.get, "/metrics").text)
    }

    private static func figures(_ door: PublicDoor) async throws -> Metrics {
        let answer = try await door.send("GET", "/metrics")
        #expect(
            answer.text.lowercased().contains("content-type: text/plain; version=0.0.4"), "\(answer.text.prefix(300))")
        return try Metrics(answer.body)
    }

    private static func seconds(_ moment: Timestamp) -> Double { Double(moment.microseconds) / 1_000_000 }

    @Test(
        "A run: counted by outcome and purpose, its steps by kind, its time in buckets, and when it was; certificates")
    func run() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first", files: ExpiringCertificate.broker)
        let begun = fixture.clock()
        try await fixture.open { door in
            // The look after the run has told that all is well.
            try await door.service.untilStanding(at: first)
            let now = try await Self.figures(door)
            let end = fixture.clock()
            #expect(now.family("isobar_runs_total") == ["{outcome=\"succeeded\",purpose=\"change\"}": 1])
            let steps = try #require(try await door.ledger.run(RunID(1))?.steps)
            var byKind: [String: Double] = [:]
            for step in steps {
                let kind = step.resource.split(separator: "/")[1]
                byKind["{kind=\"\(kind)\",outcome=\"succeeded\"}", default: 0] += 1
            }
            #expect(now.family("isobar_steps_total") == byKind && byKind.count > 3)

            let looks = try #require(now["isobar_looks_total"])
            #expect(looks >= 2 && now["isobar_failed_looks_total"] == 0 && now["isobar_failed_fetches_total"] == 0)
            for (name, count) in [("isobar_run_duration_seconds", 1), ("isobar_look_duration_seconds", looks)] {
                let buckets = now.buckets(name)
                #expect(buckets.count == DurationHistogram.bounds.count + 1 && buckets == buckets.sorted())
                #expect(buckets.last == count && now[name + "_count"] == count)
                #expect(try #require(now[name + "_sum"]) > 0)
            }
            let success = try #require(now["isobar_last_successful_run_timestamp_seconds"])
            let look = try #require(now["isobar_last_look_timestamp_seconds"])
            #expect(success >= Self.seconds(begun) && look >= success && look <= Self.seconds(end))

            let hosts = ["wbroker01", "waloop01", "waloop02"].map { ("{host=\"\($0)\"}", 1.0) }
            #expect(now.family("isobar_host_reached") == Dictionary(uniqueKeysWithValues: hosts))
            #expect(
                now.family("isobar_certificate_days")
                    == ["{certificate=\"traefik.certificate\"}": Double(ExpiringCertificate.daysLeft)])
            #expect(now["isobar_pending_steps"] == 0 && now.family("isobar_drift_steps").isEmpty)
            #expect(now["isobar_repository_readable"] == 1 && now["isobar_waiting_for_approval"] == 0)
            #expect(now["isobar_pauses"] == 0 && now["isobar_fights"] == 0)
        }
    }

    @Test("What drifted, by host and kind, what git asks for, who is away: figures, status and isobar sync agree")
    func differences() async throws {
        let fixture = try ServiceFixture(policy: "{apply: automatic, selfHeal: false}", pollSeconds: 86_400)
        let first = try fixture.commit("first")
        try await fixture.listening { door in
            let service = door.service
            try await service.untilStanding(at: first)
            await service.reload(try fixture.configuration(policy: "{apply: approval, selfHeal: false}"))
            await fixture.stop(on: "waloop01")
            let drifted = await service.sync(by: "ada@test")
            #expect(drifted.drift == 2 && drifted.pending == 0)
            var now = try await Self.figures(door)
            #expect(
                now.family("isobar_drift_steps") == [
                    "{host=\"waloop01\",kind=\"container\"}": 1, "{host=\"waloop01\",kind=\"traefik\"}": 1,
                ])
            #expect(try await fixture.isobar("sync").output.contains("\nDiffers: 0 pending, 2 drifted\n"))

            try fixture.commit("second", antiloop: "1.0.1")
            _ = await service.sync(by: "ada@test")
            let waiting = try await service.until("a plan waits") { $0.head?.summary == "second" && $0.waiting != nil }
            now = try await Self.figures(door)
            #expect(waiting.pending > 0 && now["isobar_pending_steps"] == Double(waiting.pending))
            #expect(now["isobar_waiting_for_approval"] == 1)
            #expect(now.family("isobar_drift_steps").values.reduce(0, +) == Double(waiting.drift))
            let text = try await fixture.isobar("sync").output
            #expect(text.contains("\nDiffers: \(waiting.pending) pending, \(waiting.drift) drifted\n"), "\(text)")
            let document = try await fixture.isobar("sync", "--format", "json").json()
            #expect(document["pending"] as? Int == waiting.pending && document["drift"] as? Int == waiting.drift)

            await fixture.world.edit { hosts, _, _ in hosts["waloop02"]?.isReachable = false }
            let pause = Pause(
                scope: .all, actor: "ada@test", reason: "storm", until: fixture.clock() + .seconds(86_400))
            _ = try await service.pause(pause)
            _ = await service.sync(by: "ada@test")
            now = try await Self.figures(door)
            #expect(
                now.family("isobar_host_reached")
                    == ["{host=\"wbroker01\"}": 1, "{host=\"waloop01\"}": 1, "{host=\"waloop02\"}": 0])
            #expect(now["isobar_pauses"] == 1)
            #expect(try await fixture.isobar("sync").output.contains("\nNot reached: waloop02\n"))
        }
    }

    @Test("What fails: runs and their steps, looks at the repository; what is mended is a run of its own purpose")
    func failures() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        try await fixture.open { door in
            let service = door.service
            try await service.untilStanding(at: first)
            let before = try await Self.figures(door)
            await fixture.stop(on: "waloop01")
            _ = try await service.until("mended") { status in
                let images = await fixture.images()
                return images.count == 2 && status.state == "standing" && status.drift == 0
            }
            let mended = try await Self.figures(door)
            #expect(mended["isobar_runs_total{outcome=\"succeeded\",purpose=\"heal\"}"] == 1)
            let name = "isobar_last_successful_run_timestamp_seconds"
            #expect(try #require(mended[name]) > (try #require(before[name])))

            // An image that no registry has.
            try fixture.commit("broken", antiloop: "9.9.9")
            _ = await service.sync(by: "ada@test")
            _ = try await service.until("a run failed") { _ in
                await service.counted.runs.contains { $0.key.outcome == "failed" }
            }
            let failed = try await Self.figures(door)
            let failures = try #require(failed["isobar_runs_total{outcome=\"failed\",purpose=\"change\"}"])
            #expect(failures >= 1)
            #expect(try #require(failed["isobar_steps_total{kind=\"image\",outcome=\"failed\"}"]) >= failures)
            #expect(failed["isobar_run_duration_seconds_count"] == 2 + failures)
            #expect(failed[name] == mended[name], "one that failed is none that succeeded")

            let good = try fixture.commit("mended", antiloop: "1.0.1")
            _ = await service.sync(by: "ada@test")
            try await service.untilStanding(at: good)
            let place = fixture.repository.directory
            try FileManager.default.moveItem(atPath: place, toPath: place + ".away")
            _ = await service.sync(by: "ada@test")
            let away = try await Self.figures(door)
            #expect(away["isobar_repository_readable"] == 0)
            #expect(try #require(away["isobar_failed_fetches_total"]) >= 1)
            try FileManager.default.moveItem(atPath: place + ".away", toPath: place)
            _ = await service.sync(by: "ada@test")
            #expect(try await Self.figures(door)["isobar_repository_readable"] == 1)
        }
    }

    @Test("After a restart the last success is that of the record, until there is another")
    func restarted() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        let fresh = try fixture.service()
        #expect(await fresh.counted.lastSuccess == nil)
        try await fixture.serving { try await $0.untilStanding(at: first) }
        let end = try #require(try await fixture.reconciler().ledger.run(RunID(1))?.summary.endedAt)
        try await fixture.open { door in
            try await door.service.untilStanding(at: first)
            let name = "isobar_last_successful_run_timestamp_seconds"
            let before = try #require(try await Self.figures(door)[name])
            #expect(abs(before - Self.seconds(end)) < 0.001)
            let second = try fixture.commit("second", antiloop: "1.0.1")
            _ = await door.service.sync(by: "ada@test")
            try await door.service.untilStanding(at: second)
            #expect(try #require(try await Self.figures(door)[name]) > before)
        }
    }

    @Test("Webhooks, by what became of them")
    func webhooks() async throws {
        let fixture = try ServiceFixture(pollSeconds: 86_400)
        let first = try fixture.commit("first")
        try await fixture.taking(.gitlab) { door in
            try await door.service.untilStanding(at: first)
            #expect(try await Self.figures(door).family("isobar_webhooks_total").isEmpty)
            let push = Array(#"{"ref": "refs/heads/main"}"#.utf8)
            let other = Array(#"{"ref": "refs/heads/other"}"#.utf8)
            let good = WebhookTests.headers(.gitlab, push)
            for (headers, body) in [
                (good, push), (good, push), (good, push), (good, other), (["X-Gitlab-Token": "guess"], push),
            ] {
                _ = try await door.send("POST", "/webhooks/gitlab", headers, body: body)
            }
            #expect(
                try await Self.figures(door).family("isobar_webhooks_total") == [
                    "{result=\"taken\"}": 1, "{result=\"repeated\"}": 2, "{result=\"elsewhere\"}": 1,
                    "{result=\"refused\"}": 1,
                ])
        }
    }
}
