import BrokerModel
import Testing

@testable import Previews

@Suite("Only this change shows")
struct VerdictTests {
    @Test("What is pending or drifts without the change is counted and not shown")
    func comparison() throws {
        var scene = Scene()
        let pending = Scene.step("ca-eccc-msc", on: "waloop01", .create)
        let drift = Scene.step("ca-eccc-msc", on: "waloop02", .create, cause: .drift)
        let needless = Scene.step("de-dwd", on: "waloop01", .create)
        scene.baseSteps = [pending, drift, needless]
        let own = Scene.step("fr-meteofrance", on: "waloop01", .create)
        scene.mergedSteps = [pending, own, drift]
        let comparison = try scene.change.comparison
        #expect(comparison.steps.map(\.id) == [own.id])
        #expect(comparison.pending.map(\.id) == [pending.id])
        #expect(comparison.drift.map(\.id) == [drift.id])
        #expect(comparison.withdrawn.map(\.id) == [needless.id])
        #expect(try scene.change.consequences.map(\.text) == ["a step that is pending without it is no longer needed"])
    }

    @Test("A step that is pending anyway and that the change makes another is the change's")
    func changedPending() throws {
        var scene = Scene()
        scene.baseSteps = [Scene.step("ca-eccc-msc", on: "waloop01", .create)]
        scene.mergedSteps = [Scene.step("ca-eccc-msc", on: "waloop01", .create, image: "example/antiloop:2.0.7")]
        #expect(try scene.change.comparison.steps.count == 1)
        #expect(try scene.change.verdict.add == 1)
    }

    @Test("The verdict line")
    func sentence() throws {
        var scene = Scene()
        #expect(try scene.change.verdict.sentence.text == "nothing changes on the hosts")
        scene.mergedSteps = [
            Scene.step("ca-eccc-msc", on: "waloop01", .create), Scene.step("de-dwd", on: "waloop02", .delete),
        ]
        #expect(
            try scene.change.verdict.sentence.text
                == "1 to add, 0 to change, 1 to delete; no node without redundancy; no interruption")
        scene.impact = [("ca-eccc-msc", 280), ("fr-meteofrance", 140), ("de-dwd", 900)].map {
            Impact(centreId: $0.0, redundancyReduced: true, atMostSeconds: $0.1)
        }
        scene.mergedSteps = ["waloop01", "waloop02"].map {
            Scene.step("ca-eccc-msc", on: $0, .replace, siblings: ["waloop03"])
        }
        #expect(
            try scene.change.verdict.sentence.text
                == "1 node to change (0 resources to add, 2 to change, 0 to delete); "
                + "1 node without redundancy for at most 280 s; no interruption")
        scene.mergedSteps.append(Scene.step("fr-meteofrance", on: "waloop01", .replace, siblings: ["waloop03"]))
        #expect(try scene.change.verdict.sentence.text.contains("2 nodes without redundancy, each for at most 280 s"))
    }

    @Test("Nodes come first, and the files and containers that make them after them")
    func nodes() throws {
        var scene = Scene()
        scene.merged.nodes = [Scene.node("ca-eccc-msc"), Scene.node("de-dwd")]
        scene.mergedSteps = [
            Scene.step("de-dwd", on: "waloop01", .create), Scene.step("fr-meteofrance", on: "waloop01", .delete),
            Scene.step("ca-eccc-msc", on: "waloop01", .replace, siblings: ["waloop02"]),
        ]
        let verdict = try scene.change.verdict
        #expect(
            verdict.sentence.text
                == "1 node to add, 1 to change, 1 to delete (1 resource to add, 1 to change, 1 to delete); "
                + "fr-meteofrance no longer received; 1 node without redundancy for at most 0 s; no other interruption")
        #expect(try scene.preview.summary.contains("fr-meteofrance no longer received"))
        #expect(PreviewComment(try scene.preview, limit: .github).render().contains("#### ⚠️ 1 node to add"))
    }

    @Test("Another virtual address cuts off who uses the old one; a first one, and another setting, nobody")
    func virtualAddress() throws {
        func said(_ field: String, _ from: String?) throws -> [String] {
            var scene = Scene()
            scene.mergedSteps = [
                Step(
                    id: StepID("cluster/virtual-ip#configure"), resource: VirtualIPSpecification.resource,
                    action: .update, verb: StepVerb.configure, cause: .pending,
                    changes: [FieldChange(field: field, from: from, to: "192.0.2.9")], reason: "r")
            ]
            return try scene.change.verdict.interruptions.map(\.what.text)
        }
        let field = try #require(
            VirtualIPSpecification(address: "192.0.2.9", balancers: [], password: ConfidentialText("p"))
                .settings.first { $0.value == "192.0.2.9" }?.key)
        #expect(
            try said(field, "192.0.2.8") == [
                "the virtual address becomes 192.0.2.9: the old one is gone at once, clients connect anew"
            ])
        #expect(try said(field, nil).isEmpty)
        #expect(try said("ip_gb nic", "ens3").isEmpty)
    }

    @Test("Clients of a broker that is replaced connect anew, whether there are others or not", arguments: [0, 2])
    func brokers(siblings: Int) throws {
        var scene = Scene()
        scene.mergedSteps = ["wbroker01", "wbroker02"].map { host in
            var step = Scene.step("emqx", on: host, .replace)
            step.disturbance = Disturbance(
                redundancy: Redundancy(role: .broker, set: "emqx"),
                siblings: (0..<siblings).map {
                    ResourceAddress(Scene.host("wother\($0)"), ContainerSpecification.kind, "emqx")
                },
                healthTimeoutSeconds: 120, windowSeconds: 0)
            return step
        }
        #expect(
            try scene.change.verdict.interruptions.map(\.what.text) == [
                siblings == 0
                    ? "the only broker is away while it is replaced"
                    : "MQTT clients connect anew, of one broker after the other"
            ])
    }

    @Test("An instance that has no sibling is an interruption, and so is a move of the virtual address")
    func interruption() throws {
        var scene = Scene()
        scene.mergedSteps = [Scene.step("ca-eccc-msc", on: "waloop01", .replace, siblings: [])]
        #expect(
            try scene.change.verdict.sentence.text.hasSuffix(
                "one interruption: ca-eccc-msc is away while its only instance is replaced"))
        scene.mergedSteps.append(
            Step(
                id: StepID("cluster/virtual-ip#move"),
                resource: ResourceAddress(sharedKind: ResourceKind("virtual-ip")),
                action: .run, verb: StepVerb.move, cause: .pending, reason: "r"))
        #expect(try scene.change.verdict.interruptions.count == 2)
    }

    @Test("Exit statuses: policy 7, host 8, else 0; conflict and invalid 1")
    func exitStatus() throws {
        var preview = try Scene().preview
        #expect(preview.exitStatus == 0)
        var scene = Scene()
        scene.deletedNodes = [Scene.centre("ca-eccc-msc")]
        scene.deleteLimit = 0
        #expect(try scene.preview.exitStatus == 7)
        #expect(try scene.preview.summary.hasPrefix("refused by policy; "))
        preview.outcome = .conflicting(files: ["a"])
        #expect(preview.exitStatus == 1)
        preview.outcome = .invalid([])
        #expect(preview.exitStatus == 1)
        preview.outcome = .failed(Failure(.hostUnreachable, attempted: "look", on: "x", response: "y"))
        #expect(preview.exitStatus == 8)
    }

    @Test("A secret that was not opened leaves the digest provisional")
    func provisional() throws {
        var scene = Scene()
        #expect(try scene.change.provisional.isEmpty)
        scene.closedSecrets = [try #require(SecretName("publisher"))]
        #expect(try scene.change.provisional.map(\.text) == ["publisher changed and was not opened"])
        scene.closedSecrets = try (1...9).map { try #require(SecretName("s\($0)")) }
        #expect(
            try scene.change.provisional.map(\.text) == [
                "s1, s2, s3, s4, s5, s6, s7, s8 and s9 changed and were not opened"
            ])
    }

    @Test("What is in the way stands in the verdict, also where nothing else changes")
    func obstacles() throws {
        var scene = Scene()
        let resource = ResourceAddress(Scene.host("waloop01"), ContainerSpecification.kind, "emqx")
        scene.conflicts = [Conflict(resource: resource, explanation: "of somebody else")]
        #expect(
            try scene.change.sentence.text
                == "nothing changes on the hosts; something is in the way, and waits for a person")
        #expect(PreviewComment(try scene.preview, limit: .github).render().contains("#### ⚠️ nothing changes"))
    }

    @Test(
        "An offline preview says how old what it knows is, and names no digest",
        arguments: [(10, "just now"), (600, "10 min ago"), (7200, "2 h ago"), (864_000, "10 d ago")])
    func offline(seconds: Int, age: String) throws {
        var scene = Scene()
        scene.exported = ExportedLook(at: Timestamp(seconds: 1_800_000_000), age: .seconds(seconds))
        #expect(
            try scene.change.provisional.map(\.text) == [
                "made offline, of what was exported \(age) (2027-01-15T08:00:00.000Z): hosts may have moved since, "
                    + "and it has no digest"
            ])
        let comment = PreviewComment(try scene.preview, limit: .github).render()
        #expect(comment.contains("No digest, hosts observed at") && !comment.contains("sha256:"))
    }

    @Test("A warning both plans have is none of the change")
    func warnings() throws {
        var scene = Scene()
        scene.warnings = ["w"]
        #expect(try scene.change.warnings == ["w"])
    }
}
