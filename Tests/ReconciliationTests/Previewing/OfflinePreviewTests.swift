import BrokerModel
import Foundation
import Ledger
import Previews
import Reconciliation
import SimulatedFleet
import TestSupport
import Testing

/// What the forge's own CI can say of a change, without a host, a key or a secret.
@Suite("A preview of an exported observation")
struct OfflinePreviewTests {
    /// Of ``PreviewScene`` twelve bytes are the value.
    private static let password = "dwd-password"

    private static var files: [String: String] {
        var files = PreviewScene.files
        files["nodes/de-dwd.yaml"] = PreviewScene.node("de-dwd", password: "{secret: dwd}")
        files["secrets/dwd.age"] = PreviewScene.sealed(password)
        files["secrets/recipients.txt"] = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n"
        return files
    }

    private func scene(_ more: String = "") async throws -> PreviewScene {
        let scene = try PreviewScene(more: "secrets: {identityFile: key}\n" + more)
        try await scene.begin(Self.files)
        _ = try await scene.plan()
        return scene
    }

    /// As it is on another machine: by way of the text of the file, with git's clone.
    private func offline(
        _ scene: PreviewScene, _ export: ObservationFile, head: String = "change"
    ) async throws -> Preview {
        let clone = GitFixture.temporaryDirectory()
        try scene.world.repository.git(["clone", "--quiet", ".", clone])
        let place = GitFixture.temporaryDirectory()
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { for path in [clone, place] { try? FileManager.default.removeItem(atPath: path) } }
        let read = try ObservationFile.read(Array(try export.json.utf8), from: "observation.json")
        let reconciler = try await Reconciler.offline(read, repository: clone, directory: place) {
            World.now + .seconds(7200)
        }
        return try await reconciler.preview(
            PreviewRequest(base: "origin/main", head: "origin/" + head, isCached: true, fetches: false))
    }

    private static func told(_ change: PlannedChange) -> [String] {
        change.comparison.steps.map { "\($0.action.rawValue) \($0.resource)" }.sorted()
            + change.consequences.map(\.text)
    }

    @Test("It shows the steps and the consequences that a look shows, and nothing else")
    func same() async throws {
        let scene = try await scene()
        try scene.branch(
            "change",
            [
                "nodes/no-met.yaml": PreviewScene.node("no-met"),
                "nodes/it-meteoam.yaml": PreviewScene.node("it-meteoam", more: "image: example/antiloop:1.0.1"),
            ])
        let export = try await scene.reconciler.exportedObservation()
        let (contacted, opened) = (scene.contacted.all, scene.opened.all)
        let preview = try await offline(scene, export)
        let change = try #require(preview.planned, "\(preview.outcome)")
        #expect(scene.contacted.all == contacted && scene.opened.all == opened)
        let looked = try #require(try await scene.preview("change").planned)
        #expect(Self.told(change) == Self.told(looked))
        // Whatever stands as base wants it is recognised, the password of de-dwd in it too.
        #expect(change.comparison.pending.isEmpty && change.comparison.drift.isEmpty)
        #expect(preview.exitStatus == 0)
    }

    @Test("It says how old it is, and has no digest anywhere")
    func age() async throws {
        let scene = try await scene()
        try scene.branch("change", ["nodes/no-met.yaml": PreviewScene.node("no-met")])
        let preview = try await offline(scene, try await scene.reconciler.exportedObservation())
        let change = try #require(preview.planned)
        #expect(change.provisional.first?.text.hasPrefix("made offline, of what was exported 2 h ago (") == true)
        #expect(change.warnings.contains { $0.contains("last looked at more than an hour ago") })
        let comment = PreviewComment(preview, limit: .github).render()
        #expect(comment.contains("exported 2 h ago") && comment.contains("No digest, hosts observed at"))
        #expect(!comment.contains(change.digest.description))
        #expect(try !PreviewDocument(preview).json.contains("\"digest\""))
    }

    @Test("No secret is in the file, nor what a guess of one could be tested against")
    func secrets() async throws {
        let scene = try await scene()
        let text = try await scene.reconciler.exportedObservation().json
        #expect(!text.contains(Self.password))
        for guess in [Self.password, "MQTT_SUB_PASSWORD=" + Self.password] {
            #expect(!text.contains(Digest(of: guess).hexadecimal))
        }
        // The file with the password in it is there, and its digest is not.
        let digests = await scene.fleet.edit { hosts, _, _ in
            hosts.values.flatMap { host in
                host.files.filter { $0.key.hasSuffix("de-dwd.env") }.map { Digest(of: $0.value.bytes).hexadecimal }
            }
        }
        #expect(!digests.isEmpty && digests.allSatisfy { !text.contains($0) })
    }

    @Test("A secret that changes is listed, and sets going what it would")
    func changedSecret() async throws {
        let scene = try await scene()
        try scene.branch("change", ["secrets/dwd.age": PreviewScene.sealed("new-password")])
        let preview = try await offline(scene, try await scene.reconciler.exportedObservation())
        let change = try #require(preview.planned, "\(preview.outcome)")
        #expect(change.provisional.dropFirst().map(\.text) == ["dwd changed and was not opened"])
        #expect(change.comparison.steps.contains { $0.resource.description.contains("container/de-dwd") })
        #expect(!change.comparison.steps.contains { $0.resource.description.contains("fr-meteofrance") })
    }

    @Test("What moved on a host is none of the change's business, and a host that was away is said to be")
    func drift() async throws {
        let scene = try await scene()
        await scene.fleet.edit { hosts, _, _ in
            for host in PreviewScene.hosts { hosts[host]?.meddle("fr-meteofrance") { $0.status = .exited } }
        }
        _ = try await scene.plan()
        try scene.branch("change", ["nodes/no-met.yaml": PreviewScene.node("no-met")])
        let moved = try #require(
            try await offline(scene, try await scene.reconciler.exportedObservation()).planned)
        #expect(moved.comparison.pending.contains { $0.resource.description.contains("container/fr-meteofrance") })
        #expect(!moved.comparison.steps.contains { $0.resource.description.contains("fr-meteofrance") })

        await scene.fleet.edit { hosts, _, _ in hosts["waloop02"]?.isReachable = false }
        _ = try await scene.plan()
        let away = try await offline(scene, try await scene.reconciler.exportedObservation())
        #expect(away.exitStatus == 8)
        #expect(away.planned?.unreachable.keys.map(\.text) == ["waloop02"])
    }

    @Test("Policies are those of the controller; what cannot be told offline is unknown")
    func policies() async throws {
        let scene = try await scene("previews: {policies: {credentials: fail, signature: fail, unpinnedTag: 'off'}}\n")
        try scene.branch(
            "change",
            [
                "nodes/no-met.yaml":
                    "centreId: no-met\nkind: node\nsubscribe: {broker: \"mqtt://mqtt.no-met.example:1883\"}\n"
            ])
        let preview = try await offline(scene, try await scene.reconciler.exportedObservation())
        let results = try #require(preview.planned?.policies)
        let outcomes = Dictionary(results.map { ($0.policy, $0.outcome) }) { first, _ in first }
        #expect(outcomes[.credentials] == .fail && outcomes[.signature] == .fail && outcomes[.unpinnedTag] == nil)
        #expect(outcomes[.certificateNames] == .unknown)
        #expect(preview.exitStatus == 7)
    }

    @Test("A host that was never looked at is no host on which there is nothing")
    func neverSeen() async throws {
        let scene = try PreviewScene()
        try scene.world.repository.commit("The broker", PreviewScene.files)
        _ = try await scene.reconciler.source.update()
        let failure = await #expect(throws: Failure.self) { try await scene.reconciler.exportedObservation() }
        #expect(failure?.code == .notFound)
    }

    @Test(
        "What is no exported observation, or of another version, is refused",
        arguments: ["", "{}", "[1]", "{\"kind\": \"isobar-observation\", \"formatVersion\": 1}"])
    func nonsense(text: String) {
        let failure = #expect(throws: Failure.self) { try ObservationFile.read(Array(text.utf8), from: "x.json") }
        #expect(failure?.code == .exportUnusable)
    }

    @Test("Looks of another form than this program's are refused, not taken for empty hosts")
    func otherForm() async throws {
        let scene = try await scene()
        try scene.branch("change", ["nodes/no-met.yaml": PreviewScene.node("no-met")])
        let text = try await scene.reconciler.exportedObservation().json
        let other = text.replacing("\"format\" : 1", with: "\"format\" : 9")
        #expect(other != text)
        let read = try ObservationFile.read(Array(other.utf8), from: "observation.json")
        let failure = await #expect(throws: Failure.self) { try await offline(scene, read) }
        #expect(failure?.code == .exportUnusable)
    }
}
