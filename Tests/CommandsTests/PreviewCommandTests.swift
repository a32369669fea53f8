import Foundation
import TestSupport
import Testing

@Suite("isobar preview")
struct PreviewCommandTests {
    /// A controller whose hosts do not answer, and a branch with a node more.
    private func controller() async throws -> Controller {
        let controller = try await Controller()
        let node = try #require(DesiredText.files()["nodes/ca-eccc-msc.yaml"])
        try controller.repository.git(["checkout", "--quiet", "-b", "change"])
        try controller.repository.commit(
            "Change", ["nodes/de-dwd.yaml": node.replacing("ca-eccc-msc", with: "de-dwd")])
        try controller.repository.git(["checkout", "--quiet", "main"])
        return controller
    }

    @Test("Hosts that do not answer are named, and the status is 8", arguments: [["change"], ["--head", "change"], ["--base", "main", "--head", "change"]])
    func unreachable(arguments: [String]) async throws {
        let controller = try await controller()
        let ended = try Program().run(["preview"] + arguments, directory: controller.directory)
        #expect(ended.status == 8, "\(ended.errorOutput)")
        #expect(ended.output.contains("waloop01 could not be looked at"))
        #expect(ended.output.contains("* de-dwd comes new"))
        #expect(ended.output.contains("provisional: "))
        #expect(ended.output.contains("nothing can be said: 3 hosts could not be looked at"))
        #expect(!ended.output.contains("nothing changes"))
    }

    @Test("JSON and markdown go to standard output, and nothing else does")
    func formats() async throws {
        let controller = try await controller()
        let json = try controller.isobar("preview", "change", "--format", "json")
        let document = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(document["outcome"] as? String == "planned")
        #expect((document["unreachable"] as? [Any])?.count == 3)
        let markdown = try controller.isobar("preview", "change", "--format", "markdown")
        #expect(markdown.output.hasPrefix("<!-- isobar-preview xx-example-global-broker -->\n"))
        #expect(markdown.status == 8)
    }

    @Test("What cannot be merged, is not valid or is not there: 1, and said where")
    func refused() async throws {
        let controller = try await controller()
        let node = try #require(DesiredText.files()["nodes/ca-eccc-msc.yaml"]).replacing("ca-eccc-msc", with: "de-dwd")
        try controller.repository.commit("On", ["nodes/de-dwd.yaml": node.replacing("everyone", with: "somebody")])
        let conflict = try controller.isobar("preview", "change")
        #expect(conflict.status == 1)
        #expect(conflict.output.contains("! nodes/de-dwd.yaml"))
        let nowhere = try controller.isobar("preview", "nowhere")
        #expect(nowhere.status == 1)
        #expect(nowhere.errorOutput.contains("nowhere"))
    }

    @Test("A change has to be named, once", arguments: [[], ["a", "--head", "b"], ["a", "b"], ["a", "--format", "csv"]])
    func usage(arguments: [String]) throws {
        let ended = try Program().run(["preview"] + arguments)
        #expect(ended.status == 64)
        #expect(ended.output.isEmpty)
    }
}
