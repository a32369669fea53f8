import BrokerModel
import Foundation
import Ledger
import Reconciliation
import Synchronization
import Testing

@testable import Commands

/// What a plan reduces, said beforehand, and what a run really did.
@Suite("Impact")
struct ImpactTextTests {
    /// A clock that is set by hand.
    private final class HandClock: Sendable {
        private let time = Mutex(Timestamp(microseconds: 0))

        var now: Timestamp { time.withLock { $0 } }

        func advance(_ seconds: Int) {
            time.withLock { $0 = Timestamp(microseconds: $0.microseconds + Int64(seconds) * 1_000_000) }
        }
    }

    private func document(_ impact: [Impact], _ clusters: [ClusterImpact]) throws -> PlanDocument {
        PlanDocument(
            Plan(
                digest: Digest(of: "x"), commit: String(repeating: "a", count: 40),
                broker: try #require(CentreID("xx-example")), observedAt: 0, steps: [], impact: impact,
                clusterImpact: clusters),
            scope: PlanDocument.Scope(hosts: [], nodes: []))
    }

    @Test("A plan says who is reduced and for how long at most; nobody is named who is not")
    func beforehand() throws {
        let document = try document(
            [
                Impact(centreId: "de-dwd", redundancyReduced: true, atMostSeconds: 260),
                Impact(centreId: "ca-eccc-msc", redundancyReduced: true, atMostSeconds: 260),
                Impact(centreId: "fi-fmi", redundancyReduced: true, atMostSeconds: 130),
                Impact(centreId: "it-meteoam", redundancyReduced: false),
            ],
            [
                ClusterImpact(cluster: "emqx", members: 3, outInTurn: 3, atMostSeconds: 130),
                ClusterImpact(cluster: "redis", members: 6, outInTurn: 1, atMostSeconds: 45),
            ])
        #expect(
            ImpactText.lines(of: document) == [
                "On one instance for at most 4 min 20 s each: ca-eccc-msc, de-dwd",
                "On one instance for at most 2 min 10 s: fi-fmi",
                "Brokers: 3 of 3 out, one after the other, for at most 2 min 10 s each",
                "Redis nodes: 1 of 6 out, for at most 45 s",
            ])
    }

    @Test("A run says what it really was, from the moment a member was to go until it was well again")
    func afterwards() async throws {
        let directory = NSTemporaryDirectory() + "isobar-impact-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let clock = HandClock()
        let ledger = try LedgerStore(path: directory + "/isobar.sqlite") { clock.now }
        let commit = CommitRecord(
            hash: Array(repeating: 0xAB, count: 20), author: "Ada <ada@example.org>", authoredAt: 1, summary: "s")
        let empty = Plan(
            digest: Digest(of: "x"), commit: String(repeating: "ab", count: 20),
            broker: try #require(CentreID("xx-example")), observedAt: 0, steps: [])
        let plan = try await ledger.record(plan: empty, commit: commit, body: "{}")
        let run = try await ledger.beginRun(plan: plan, commit: commit, actor: "ada", command: "apply")
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada")
        let node = Redundancy(role: .node, set: "de-dwd")
        for (host, seconds, set, outcome) in [
            // Until it was well; the election window that a step waits for afterwards is not in it.
            ("waloop01", 23, node, "succeeded"), ("waloop02", 25, node, "succeeded"),
            ("wbroker01", 40, Redundancy(role: .broker, set: "emqx"), "failed"), ("waloop03", 60, nil, "succeeded"),
        ] as [(String, Int, Redundancy?, String)] {
            let step = try step(on: host, reduces: set)
            try await journal.recordIntent(step)
            clock.advance(seconds)
            let away: Duration? = set == node ? .seconds(seconds - 20) : nil
            try await journal.recordEnd(step, outcome: outcome, code: nil, detail: nil, away: away)
        }
        let impact = RunImpact.all(of: try #require(try await ledger.run(run)).steps)
        #expect(impact.map(\.name) == ["emqx", "de-dwd"])
        #expect(impact.map(\.seconds) == [40, 8])
        #expect(
            ImpactText.lines(of: impact) == [
                "de-dwd on one instance for 8.0 s",
                "Brokers: 1 out, for at most 40 s; 1 not seen to be well again",
            ])
    }

    private func step(on host: String, reduces: Redundancy?) throws -> Step {
        let resource = ResourceAddress(try #require(HostName(host)), ResourceKind("container"), "c")
        return Step(
            id: StepID("\(resource)#replace"), resource: resource, action: .replace, verb: "replace", cause: .pending,
            changes: [], reason: "test",
            disturbance: reduces.map {
                Disturbance(redundancy: $0, siblings: [], healthTimeoutSeconds: 120, windowSeconds: 0)
            })
    }
}
