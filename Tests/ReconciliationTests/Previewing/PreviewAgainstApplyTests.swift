import BrokerModel
import Foundation
import Previews
import Reconciliation
import TestSupport
import Testing

/// The promise of a preview: the plan after merging is the one that was
/// previewed, however it is merged.
@Suite("A preview equals the later plan")
struct PreviewAgainstApplyTests {
    /// How many changes are generated; `make soak` takes more.
    private static var count: Int {
        ProcessInfo.processInfo.environment["ISOBAR_PREVIEWS"].flatMap { Int($0) } ?? 24
    }

    private enum Way: CaseIterable {
        case merge, squash, rebase
    }

    @Test("Generated changes, merged, squashed and rebased, applied now and then")
    func generated() async throws {
        let seed = ProcessInfo.processInfo.environment["ISOBAR_SEED"].flatMap { UInt64($0) } ?? 20_261_122
        var random = SplitMix64(seed: seed)
        let scene = try PreviewScene()
        try await scene.begin()
        var nodes = ["de-dwd", "fr-meteofrance", "it-meteoam"]
        for number in 0..<Self.count {
            let (files, removed) = Self.change(number, &nodes, &random)
            try scene.branch("change", files, removing: removed)
            // Main goes on beside it, now and then.
            if number.isMultiple(of: 3) {
                try scene.world.repository.commit("On \(number)", ["README.md": "Text \(number)\n"])
            }
            let preview = try await scene.preview("change")
            let previewed = try #require(preview.planned, "change \(number) of seed \(seed): \(preview.outcome)")
            try merge(Way.allCases[number % 3], number, scene.world.repository)
            let plan = try await scene.plan()
            #expect(plan.digest == previewed.digest, "change \(number) of seed \(seed)")
            #expect(previewed.provisional.isEmpty)
            if Int.random(in: 0..<3, using: &random) == 0 { try await scene.apply() }
        }
    }

    private func merge(_ way: Way, _ number: Int, _ repository: GitFixture) throws {
        switch way {
        case .merge: try repository.git(["merge", "--quiet", "--no-ff", "--no-edit", "change"])
        case .squash:
            try repository.git(["merge", "--quiet", "--squash", "change"])
            try repository.git(["commit", "--quiet", "--allow-empty", "-m", "Squashed \(number)"])
        case .rebase:
            try repository.git(["checkout", "--quiet", "change"])
            try repository.git(["rebase", "--quiet", "main"])
            try repository.git(["checkout", "--quiet", "main"])
            try repository.git(["merge", "--quiet", "--ff-only", "change"])
        }
    }

    private static func change(
        _ number: Int, _ nodes: inout [String], _ random: inout SplitMix64
    ) -> (files: [String: String], removed: [String]) {
        let node = nodes[Int.random(in: 0..<nodes.count, using: &random)]
        let file = "nodes/\(node).yaml"
        switch Int.random(in: 0..<7, using: &random) {
        case 0:
            let new = "xx-new\(number)"
            nodes.append(new)
            return (["nodes/\(new).yaml": PreviewScene.node(new)], [])
        case 1 where nodes.count > 2:
            nodes.removeAll { $0 == node }
            return ([:], [file])
        case 2: return ([file: PreviewScene.node(node, password: "other\(number)")], [])
        case 3: return ([file: PreviewScene.node(node, more: "enabled: false")], [])
        case 4:
            let pins = PreviewScene.hosts.shuffled(using: &random).prefix(2).joined(separator: ", ")
            return ([file: PreviewScene.node(node, more: "placement: {hosts: [\(pins)]}")], [])
        case 5: return ([file: PreviewScene.node(node, more: "image: example/antiloop:1.0.1")], [])
        default: return ([file: PreviewScene.node(node, more: "environment: {TZ: \"UTC\(number)\"}")], [])
        }
    }
}
