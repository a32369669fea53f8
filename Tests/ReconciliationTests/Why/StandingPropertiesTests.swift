import BrokerModel
import Foundation
import Ledger
import Testing

@testable import Reconciliation

@Suite("All properties a resource has, and the steps that gave them")
struct StandingPropertiesTests {
    private let address: ResourceAddress
    private let host: HostName
    private let broker: CentreID

    init() throws {
        host = try #require(HostName("waloop01"))
        address = ResourceAddress(host, ContainerSpecification.kind, "ca-eccc-msc")
        broker = try #require(CentreID("xx-example-global-broker"))
    }

    private enum Event {
        /// A look at a container with an image and, by the name of a variable, environment.
        case look(image: String, [String: String])
        case step(StepAction, StepCause, [FieldChange])
    }

    /// What stands after events, one a minute.
    private func standing(_ events: [Event]) async throws -> StandingProperties {
        let directory = NSTemporaryDirectory() + "isobar-standing-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        for (minute, event) in events.enumerated() {
            let now = Timestamp(seconds: Int64(minute + 1) * 60)
            let ledger = try LedgerStore(path: directory + "/isobar.sqlite") { now }
            switch event {
            case .look(let image, let environment): try await look(image, environment, at: now, ledger)
            case .step(let action, let cause, let changes): try await run(action, cause, changes, at: now, ledger)
            }
        }
        let ledger = try LedgerStore(path: directory + "/isobar.sqlite") { Timestamp(seconds: 86_400) }
        var standing = StandingProperties(
            address: address, ledger: ledger,
            history: PropertyHistory(try await ledger.steps(on: address, limit: 9)))
        try await standing.settle(try await ledger.seenProperties(of: address)?.properties, earlier: 9)
        return standing
    }

    private func look(
        _ image: String, _ environment: [String: String], at now: Timestamp, _ ledger: LedgerStore
    ) async throws {
        let container = ContainerObservation(
            id: "id-\(image)", image: image, imageID: "sha256:\(image)",
            environment: environment.mapValues { ConfidentialText($0) }, network: .host, restartPolicy: .always,
            state: ContainerState(status: "running"))
        let seen = ObservedHost(
            host: host,
            resources: [address: ObservedResource(address: address, observation: container, isOwned: true)],
            manifest: Manifest())
        try await ledger.record(
            ObservedState(hosts: [host: seen], observedAt: now), key: Array(repeating: 7, count: 32))
    }

    private func run(
        _ action: StepAction, _ cause: StepCause, _ changes: [FieldChange], at now: Timestamp, _ ledger: LedgerStore
    ) async throws {
        let commit = CommitRecord(
            hash: Array(repeating: 0xAB, count: 20), author: "Ada", authoredAt: 1, summary: "A change")
        let plan = Plan(
            digest: Digest(of: "\(now)"), commit: String(repeating: "ab", count: 20), broker: broker, observedAt: now,
            steps: [])
        let number = try await ledger.record(plan: plan, commit: commit, body: "{}")
        let run = try await ledger.beginRun(plan: number, commit: commit, actor: "ada@a", command: "apply")
        let step = Step(
            id: StepID("\(address)#\(action.rawValue)"), resource: address, action: action, verb: "x", cause: cause,
            changes: changes, reason: "test")
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada@a")
        try await journal.recordIntent(step)
        try await journal.recordEnd(step, outcome: "succeeded", code: nil, detail: nil)
        try await ledger.endRun(run, actor: "ada@a", outcome: .succeeded)
    }

    private static func text(_ standing: StandingProperties) -> [String] {
        standing.properties.map { current in
            let earlier = current.earlier.map { "<\($0.value ?? "-")@\($0.step.run)\($0.isByHand ? " by hand" : "")" }
            return "\(current.property)=\(current.entry.value ?? "-")@\(current.entry.step.run)" + earlier.joined()
                + (current.seen.map { " now \($0)" } ?? "")
        }
    }

    private static func image(_ from: String?, _ to: String) -> FieldChange {
        FieldChange(field: "image", from: from, to: to)
    }

    @Test("What no step named came with the one that made it; how a thing fares came with none")
    func created() async throws {
        let standing = try await standing([
            .step(.create, .pending, [Self.image(nil, "a:1")]),
            .look(image: "a:1", ["TZ": "UTC", "SOME_TOKEN": "hush"]),
            .look(image: "a:1", ["TZ": "UTC", "SOME_TOKEN": "hush"]),
        ])
        #expect(
            Self.text(standing) == [
                "environment.SOME_TOKEN=(secret)@1", "environment.TZ=UTC@1", "image=a:1@1", "imageID=sha256:a:1@1",
                "networks=@1", "restartPolicy=always@1", "user=@1",
            ])
        #expect(standing.others == ["id": "id-a:1", "state": "running"])
        #expect(!standing.isUnseen)
    }

    @Test("A later step gave what it named and what came with that, and the rest is older")
    func replaced() async throws {
        let standing = try await standing([
            .step(.create, .pending, [Self.image(nil, "a:1")]), .look(image: "a:1", ["TZ": "UTC"]),
            .step(
                .replace, .pending,
                [Self.image("a:1", "a:2"), FieldChange(field: "env TZ", from: "UTC", to: "Asia/Tokyo")]),
            .look(image: "a:2", ["TZ": "Asia/Tokyo"]),
        ])
        #expect(
            Self.text(standing) == [
                "environment.TZ=Asia/Tokyo@2<UTC@1", "image=a:2@2<a:1@1", "imageID=sha256:a:2@2", "networks=@1",
                "restartPolicy=always@1", "user=@1",
            ])
    }

    @Test("What somebody gave by hand was a value before, and is none of a run's while it stands")
    func byHand() async throws {
        let events: [Event] = [
            .step(.create, .pending, [Self.image(nil, "a:1")]), .look(image: "a:1", ["TZ": "UTC"]),
            .look(image: "b:1", ["TZ": "Asia/Tokyo"]),
        ]
        let drifted = try await standing(events)
        #expect(Self.text(drifted).contains("image=a:1@1 now b:1"))
        #expect(drifted.others["environment.TZ"] == "Asia/Tokyo")
        let mended = try await standing(
            events + [
                .step(
                    .replace, .drift,
                    [Self.image("b:1", "a:1"), FieldChange(field: "env TZ", from: "Asia/Tokyo", to: "UTC")]),
                .look(image: "a:1", ["TZ": "UTC"]),
            ])
        #expect(Self.text(mended).contains("image=a:1@2<b:1@2 by hand<a:1@1"))
        #expect(Self.text(mended).contains("environment.TZ=UTC@2<Asia/Tokyo@2 by hand"))
    }

    @Test("What was not seen since it was made has what its steps named, and says that the rest is missing")
    func unseen() async throws {
        let never = try await standing([.step(.create, .pending, [Self.image(nil, "a:1")])])
        #expect(Self.text(never) == ["image=a:1@1"] && never.isUnseen)
        let since = try await standing([
            .step(.create, .pending, [Self.image(nil, "a:1")]), .look(image: "a:1", [:]),
            .step(.replace, .pending, [Self.image("a:1", "a:2")]),
        ])
        #expect(Self.text(since).contains("image=a:2@2<a:1@1") && since.isUnseen)
    }

    @Test("What no run touched was there, and is given by none")
    func foreign() async throws {
        let standing = try await standing([.look(image: "a:1", [:])])
        #expect(standing.properties.isEmpty && standing.others["image"] == "a:1")
    }

    @Test(
        "Properties are called as what was seen, and found by a plan's names too",
        arguments: [
            ("environment.TZ", "environment", true), ("environment.TZ", "env", true),
            ("environment.TZ", "env TZ", true),
            ("environment.TZ", "environment.TZ", true), ("environment.TZ", "environment.T", false),
            ("image", "image", true), ("imageID", "image", false), ("contents", "content", true),
            ("labels.a.b", "label a.b", true), ("labels.a.b", "label", true),
        ])
    func names(property: String, asked: String, matches: Bool) {
        #expect(PropertyName.matches(property, asked: asked) == matches)
    }
}
