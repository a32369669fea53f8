import BrokerModel
import Ledger
import Previews
import Reconciliation
import SimulatedFleet
import TestSupport
import Testing

@Suite("What merging a change would do")
struct PreviewTests {
    @Test("Only the change shows, beside what is pending; nothing is changed by looking")
    func onlyTheChange() async throws {
        let scene = try PreviewScene()
        try await scene.begin()
        // Pending on main, whatever becomes of the change; pinned, as a node more could place it elsewhere.
        let pinned = PreviewScene.node("jp-jma", more: "placement: {hosts: [waloop01, waloop02]}")
        try scene.world.repository.commit("Pending", ["nodes/jp-jma.yaml": pinned])
        try scene.branch("change", ["nodes/no-met.yaml": PreviewScene.node("no-met")])
        let before = try await scene.plan()
        let preview = try await scene.preview("change")
        let change = try #require(preview.planned, "\(preview.outcome)")
        let containers = change.comparison.steps.filter {
            $0.action == .create && $0.specification is ContainerSpecification
        }
        #expect(Set(containers.map(\.resource.name)) == ["no-met"])
        #expect(change.comparison.pending.contains { $0.resource.name == "jp-jma" })
        #expect(change.consequences.first?.text.hasPrefix("no-met comes new, on waloop0") == true)
        #expect(change.provisional.isEmpty)
        #expect(try await scene.plan().digest == before.digest)
    }

    @Test("A preview is a record: who asked for which change, and what it told; again only where that is another")
    func recorded() async throws {
        let scene = try PreviewScene()
        try await scene.begin()
        let head = try scene.branch("change", ["nodes/no-met.yaml": PreviewScene.node("no-met")])
        _ = try await scene.preview("change")
        let preview = try await scene.preview("change")
        func records() async throws -> [AuditEntry] {
            try await scene.reconciler.ledger.auditEntries(matching: HistoryFilter(actions: ["preview"]))
        }
        let found = try await records()
        #expect(found.map(\.subject) == ["commit/\(head)"] && found.map(\.outcome) == ["planned"])
        #expect(found.map(\.detail) == ["onto \(preview.base): \(preview.summary)"])
        try scene.world.repository.commit("On", ["nodes/de-dwd.yaml": PreviewScene.node("de-dwd", password: "b")])
        _ = try await scene.preview("change")
        #expect(try await records().count == 2)
    }

    @Test("A change of nothing on the hosts says so")
    func nothing() async throws {
        let scene = try PreviewScene()
        try await scene.begin()
        try scene.branch("change", ["nodes/de-dwd.yaml": "# A word.\n" + PreviewScene.node("de-dwd")])
        let preview = try await scene.preview("change")
        #expect(preview.summary == "nothing changes on the hosts")
        #expect(preview.exitStatus == 0)
    }

    @Test("A file's difference is shown although base and host agree on it")
    func difference() async throws {
        let scene = try PreviewScene()
        try await scene.begin()
        try scene.branch(
            "change", ["nodes/de-dwd.yaml": PreviewScene.node("de-dwd", more: "image: example/antiloop:1.0.1")])
        let change = try #require(try await scene.preview("change").planned)
        let compose = try #require(change.comparison.steps.first { $0.resource.name.hasSuffix("docker-compose.yml") })
        let difference = try #require(compose.changes.compactMap(\.diff).first)
        #expect(difference.contains("\n-") && difference.contains("\n+") && difference.contains("antiloop:1.0.1"))
    }

    @Test("A conflict, an invalid state and another broker are said, and exit 1 or 7")
    func outcomes() async throws {
        let scene = try PreviewScene()
        try await scene.begin()
        try scene.branch("conflict", ["nodes/de-dwd.yaml": PreviewScene.node("de-dwd", password: "a")])
        try scene.branch("invalid", ["nodes/it-meteoam.yaml": "centreId: it-meteoam\nkindd: node\n"])
        try scene.branch("other", DesiredText.files(hosts: PreviewScene.hosts, centreID: "yy-other-global-broker"))
        try scene.world.repository.commit("On", ["nodes/de-dwd.yaml": PreviewScene.node("de-dwd", password: "b")])
        let conflict = try await scene.preview("conflict")
        guard case .conflicting(files: ["nodes/de-dwd.yaml"]) = conflict.outcome else {
            Issue.record("\(conflict.outcome)")
            return
        }
        #expect(conflict.exitStatus == 1)
        let invalid = try await scene.preview("invalid")
        guard case .invalid(let diagnostics) = invalid.outcome else {
            Issue.record("\(invalid.outcome)")
            return
        }
        #expect(diagnostics.contains { $0.description.hasPrefix("nodes/it-meteoam.yaml:2:1: error: ") })
        let other = try await scene.preview("other")
        #expect(other.exitStatus == 7)
    }

    @Test("A policy of isobar.yaml that must hold and does not: 7")
    func policy() async throws {
        let scene = try PreviewScene(more: "previews: {policies: {credentials: fail}}\n")
        try await scene.begin()
        try scene.branch(
            "change",
            [
                "nodes/no-met.yaml":
                    "centreId: no-met\nkind: node\nsubscribe: {broker: \"mqtt://mqtt.no-met.example:1883\"}\n"
            ])
        #expect(try await scene.preview("change").exitStatus == 7)
    }

    @Test("From what is remembered no host is touched, and the preview is the same")
    func cached() async throws {
        let scene = try PreviewScene()
        try await scene.begin()
        _ = try await scene.plan()
        try scene.branch("change", ["nodes/it-meteoam.yaml": PreviewScene.node("it-meteoam", password: "other")])
        let seen = try #require(try await scene.preview("change").planned)
        for host in PreviewScene.hosts { await scene.fleet.edit { hosts, _, _ in hosts[host]?.isReachable = false } }
        let remembered = try await scene.reconciler.preview(PreviewRequest(head: "change", isCached: true))
        #expect(remembered.planned?.digest == seen.digest)
        // A look finds nobody, and says so.
        let blind = try await scene.preview("change")
        #expect(blind.exitStatus == 8)
        #expect(blind.planned?.provisional.isEmpty == false)
    }

    @Test("Changes on a base that is read once: each as if the hosts were looked at for it alone")
    func onOneBase() async throws {
        let scene = try PreviewScene()
        try await scene.begin()
        let file = "nodes/it-meteoam.yaml"
        let other = [file: PreviewScene.node("it-meteoam", password: "other")]
        try scene.world.repository.commit("Applied", other)
        try await scene.apply()
        // Taken back: of what the hosts have, base knows nothing any more, and the change does.
        try scene.world.repository.commit("Taken back", [file: PreviewScene.node("it-meteoam")])
        try scene.branch("again", other)
        try scene.branch("new", ["nodes/no-met.yaml": PreviewScene.node("no-met")])
        try scene.branch("nothing", ["README.md": "A word.\n"])
        var alone: [String: PlannedChange] = [:]
        for head in ["new", "again", "nothing"] { alone[head] = try await scene.preview(head).planned }
        let base = try await scene.reconciler.previewBase("main")
        for head in ["new", "again", "nothing", "new"] {
            let preview = try await scene.reconciler.preview(head, isFork: false, on: base)
            let (change, expected) = (try #require(preview.planned, "\(head)"), try #require(alone[head]))
            #expect(change.digest == expected.digest, "\(head)")
            // Of steps that wait for nothing, which is named first is no part of a plan.
            let (steps, withdrawn) = (change.comparison.steps.map(\.id), change.comparison.withdrawn.map(\.id))
            #expect(Set(steps) == Set(expected.comparison.steps.map(\.id)), "\(head)")
            #expect(Set(withdrawn) == Set(expected.comparison.withdrawn.map(\.id)), "\(head)")
            #expect(change.consequences == expected.consequences, "\(head)")
        }
        #expect(alone["again"]?.comparison.withdrawn.isEmpty == false)
    }

    @Test("A host that leaves counts as a delete; one that comes leaves the digest provisional")
    func hosts() async throws {
        let scene = try PreviewScene(more: "policy: {maxDeletes: 0}\n")
        try await scene.begin()
        try scene.branch("leaves", DesiredText.files(hosts: ["waloop01", "waloop02"]))
        let leaves = try await scene.preview("leaves")
        #expect(leaves.exitStatus == 7, "\(leaves.summary)")
        try scene.branch("comes", DesiredText.files(hosts: PreviewScene.hosts + ["waloop04"]))
        let comes = try #require(try await scene.preview("comes").planned)
        #expect(comes.provisional.map(\.text) == ["waloop04 was not looked at as the change reaches it"])
        #expect(
            comes.consequences.map(\.text).contains(
                "waloop04 is a new host; this preview did not look at it, merging does"))
    }
}
