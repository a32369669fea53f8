import Foundation
import TestSupport
import Testing

/// The promise of previews on nine real hosts: what was previewed is what is planned
/// once it is merged, whichever way that goes.
@Suite("Previews on the lab", .serialized)
struct PreviewLabTests {
    private static var count: Int { ProcessInfo.processInfo.environment["ISOBAR_PREVIEWS"].flatMap { Int($0) } ?? 10 }

    private struct PreviewFacts: Decodable {
        struct Entry: Decodable, Hashable {
            var resource: String
            var action: String
        }
        var outcome: String
        var digest: String?
        var provisional: [String]
        var steps: [Entry]
        var pending: [String]
        var drift: [String]
        var consequences: [String]
    }

    private func preview(_ controller: ControllerFixture, _ arguments: String...) async throws -> PreviewFacts {
        let ended = try await controller.isobar(["preview"] + arguments + ["--format", "json"])
        try #require(ended.status == 0 || ended.status == 7, "\(ended.output) \(ended.errorOutput)")
        return try JSONDecoder().decode(PreviewFacts.self, from: Data(ended.output.utf8))
    }

    @Test("Generated changes, merged, squashed and rebased, applied now and then")
    func generated() async throws {
        let seed = ProcessInfo.processInfo.environment["ISOBAR_SEED"].flatMap { UInt64($0) } ?? 20_261_122
        var random = SplitMix64(seed: seed)
        let controller = try await FaultyBroker.converged().controller
        let start = try await controller.git("rev-parse", "HEAD")
        for number in 0..<Self.count {
            let which = "change \(number) of seed \(seed)"
            _ = try await controller.git("checkout", "--quiet", "-B", "change", "main")
            try change(number, in: controller, &random)
            try await controller.commit("Change \(number)")
            _ = try await controller.git("checkout", "--quiet", "main")
            if number.isMultiple(of: 3) {
                try controller.write("README.md", "Beside change \(number)\n")
                try await controller.commit("Main goes on")
            }
            let previewed = try await preview(controller, "change")
            #expect(previewed.provisional.isEmpty, "\(which): \(previewed.provisional)")
            try await merge(number, in: controller)
            let plan = try await controller.plan()
            #expect(plan.digest == previewed.digest, "\(which): \(previewed.steps) \(plan.steps)")
            if number % 3 == 2 { try await controller.apply("--allow-deletes", "20") }
        }
        // Others go on from where it was.
        _ = try await controller.git("read-tree", "-u", "--reset", start)
        try await controller.commit("As before")
        try await controller.apply("--allow-deletes", "20")
    }

    @Test("Offline, of what was exported, the same steps, and nothing pending that is not")
    func offline() async throws {
        let controller = try await FaultyBroker.converged().controller
        _ = try await controller.git("checkout", "--quiet", "-B", "change", "main")
        var random = SplitMix64(seed: 1)
        try change(0, in: controller, &random)
        try controller.replace("username: everyone", with: "username: somebody", in: "nodes/de-dwd.yaml")
        try await controller.commit("A change")
        _ = try await controller.git("checkout", "--quiet", "main")
        let looked = try await preview(controller, "change")
        let file = controller.directory + "/observation.json"
        let exported = try await controller.isobar("observe", "--cached", "--export", file)
        try #require(exported.status == 0, "\(exported.errorOutput)")
        let offline = try await preview(
            controller, "--offline", file, "--repository", controller.state, "--base", "main", "--head", "change")
        #expect(Set(offline.steps) == Set(looked.steps))
        #expect(offline.consequences == looked.consequences)
        #expect(offline.pending.isEmpty && offline.drift.isEmpty, "\(offline.pending)")
        #expect(offline.digest == nil && offline.provisional.first?.hasPrefix("made offline") == true)
    }

    private func change(_ number: Int, in controller: ControllerFixture, _ random: inout SplitMix64) throws {
        let nodes = ["fi-fmi", "hk-hko", "in-imd", "it-meteoam", "ke-meteo"]
            .filter { (try? controller.read("nodes/\($0).yaml")) != nil }
        let node = nodes[Int.random(in: 0..<nodes.count, using: &random)]
        let text = try controller.read("nodes/\(node).yaml")
        func put(_ key: String, _ line: String) throws {
            let kept = text.split(separator: "\n").filter { !$0.hasPrefix(key + ":") }
            try controller.write("nodes/\(node).yaml", (kept + [line[...]]).joined(separator: "\n") + "\n")
        }
        switch (number + Int.random(in: 0..<2, using: &random)) % 6 {
        case 0:
            let new = "xx-preview-\(number)"
            let of = try controller.read("nodes/de-dwd.yaml").replacing("de-dwd", with: new)
            try controller.write("nodes/\(new).yaml", of)
        case 1: try put("environment", "environment: {TZ: \"Etc/GMT\", CHANGE: \"\(number)\"}")
        case 2: try put("enabled", "enabled: false")
        case 3:
            let pins = Lab.antiloops.shuffled(using: &random).prefix(2).joined(separator: ", ")
            try put("placement", "placement: {hosts: [\(pins)]}")
        case 4: try controller.write("nodes/\(node).yaml", nil)
        default: try controller.write("nodes/\(node).yaml", "# A word on it.\n" + text)
        }
    }

    private func merge(_ number: Int, in controller: ControllerFixture) async throws {
        switch number % 3 {
        case 0: _ = try await controller.git("merge", "--quiet", "--no-ff", "--no-edit", "change")
        case 1:
            _ = try await controller.git("merge", "--quiet", "--squash", "change")
            try await controller.commit("Squashed \(number)")
        default:
            _ = try await controller.git("checkout", "--quiet", "change")
            _ = try await controller.git("rebase", "--quiet", "main")
            _ = try await controller.git("checkout", "--quiet", "main")
            _ = try await controller.git("merge", "--quiet", "--ff-only", "change")
        }
    }
}
