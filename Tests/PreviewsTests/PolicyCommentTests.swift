import BrokerModel
import Testing

@testable import Previews

@Suite("Policies in the comment")
struct PolicyCommentTests {
    /// A change that breaks one policy and no other that has to hold.
    private func breaking(_ policy: PreviewPolicy) -> Scene {
        var scene = Scene()
        switch policy {
        case .deletes:
            scene.deletedNodes = [Scene.centre("ca-eccc-msc")]
            scene.deleteLimit = 0
        case .unpinnedTag: scene.merged.versions.emqx = Scene.image("emqx:latest")
        case .downgrade: scene.merged.versions.emqx = Scene.image("emqx:5.8.5")
        case .nodesAtOnce:
            scene.mergedSteps = [Scene.step("ca-eccc-msc", on: "waloop01", .replace, siblings: ["waloop02"])]
            scene.policies.nodesPerChange = 0
        case .capacity:
            scene.mergedResources = [Scene.container("ca-eccc-msc", on: "waloop01")]
            scene.policies.instancesPerHost = 0
        case .unknownCentre:
            scene.policies.registeredCentres = [Scene.centre("de-dwd")]
            scene.merged.nodes.append(Scene.node("zz-nobody"))
        case .credentials: scene.merged.nodes[0].subscription.password = nil
        case .expiry: scene.merged.nodes[0].expires = CalendarDate("2026-01-01")
        case .certificateNames:
            scene.certificates = [Diagnostic(.error, at: SourcePosition(file: "broker.yaml", line: 1), "no such name")]
        case .signature: scene.isSigned = false
        }
        return scene
    }

    @Test("Each that has to hold and does not refuses the change, with its finding", arguments: PreviewPolicy.allCases)
    func refused(policy: PreviewPolicy) throws {
        var scene = breaking(policy)
        scene.policies.levels = PreviewPolicy.allCases.reduce(into: [:]) { $0[$1] = $1 == policy ? .fail : .off }
        let preview = try scene.preview
        let comment = PreviewComment(preview, limit: .github).render()
        #expect(comment.contains("#### ❌ Refused by policy: "))
        let finding = try #require(try scene.result(of: policy)?.findings.first?.markdown.source)
        #expect(comment.contains("- **fail** `\(policy.rawValue)`: \(finding)\n"))
        #expect(comment.contains(" 0 of 1 pass</code>"))
        #expect(preview.exitStatus == 7)
    }

    @Test("Each that holds is said to pass", arguments: PreviewPolicy.allCases)
    func passed(policy: PreviewPolicy) throws {
        var scene = Scene()
        scene.isSigned = true
        scene.policies.registeredCentres = []
        scene.policies.levels = [policy: .fail]
        let comment = PreviewComment(try scene.preview, limit: .github).render()
        #expect(comment.contains("| `\(policy.rawValue)` | pass |"))
        #expect(!comment.contains("Refused by policy"))
    }
}
