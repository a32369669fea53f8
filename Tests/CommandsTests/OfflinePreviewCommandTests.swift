import Foundation
import TestSupport
import Testing

@Suite("isobar observe --export, isobar preview --offline")
struct OfflinePreviewCommandTests {
    /// A controller whose hosts do not answer, and a branch with a node more.
    private func controller() async throws -> Controller {
        let controller = try await Controller()
        let node = try #require(DesiredText.files()["nodes/ca-eccc-msc.yaml"])
        try controller.repository.git(["checkout", "--quiet", "-b", "change"])
        try controller.repository.commit("Change", ["nodes/de-dwd.yaml": node.replacing("ca-eccc-msc", with: "de-dwd")])
        try controller.repository.git(["checkout", "--quiet", "main"])
        return controller
    }

    @Test("Exported on the controller, previewed in a clone without a configuration")
    func roundTrip() async throws {
        let controller = try await controller()
        let file = controller.directory + "/observation.json"
        let observed = try controller.isobar("observe", "--export", file)
        #expect(observed.status == 8 && observed.errorOutput.contains("what was seen of the hosts is in \(file)"))
        let again = try controller.isobar("observe", "--cached", "--export", file)
        #expect(again.status == 0 && again.output.isEmpty, "\(again.errorOutput)")

        let clone = GitFixture.temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: clone) }
        try controller.repository.git(["clone", "--quiet", ".", clone])
        let arguments = ["preview", "--offline", file, "--base", "origin/main", "--head", "origin/change"]
        let ended = try Program().run(arguments, directory: clone)
        #expect(ended.status == 8, "\(ended.errorOutput)")
        #expect(ended.output.contains("provisional: made offline, of what was exported just now"))
        #expect(ended.output.contains("* de-dwd comes new"))
        #expect(ended.output.contains("Preview offline of "))
        // From elsewhere the same; where there is no clone it is said.
        #expect(try Program().run(arguments + ["--repository", clone]).output == ended.output)
        let nowhere = try Program().run(arguments + ["--repository", NSTemporaryDirectory()])
        #expect(nowhere.status == 64 && nowhere.errorOutput.contains("there is no clone of git there"))
    }

    @Test("A file that is none, or is not there, is said to be", arguments: ["{}", nil])
    func noFile(text: String?) throws {
        let file = NSTemporaryDirectory() + "isobar-observation-\(UUID().uuidString).json"
        defer { try? FileManager.default.removeItem(atPath: file) }
        if let text { try Data(text.utf8).write(to: URL(fileURLWithPath: file)) }
        let ended = try Program().run(["preview", "--offline", file, "--base", "main", "change"])
        #expect(ended.status == (text == nil ? 64 : 1))
        #expect(ended.errorOutput.contains(file))
    }

    @Test(
        "What makes no sense together is a mistake of use",
        arguments: [
            ["preview", "--offline", "x.json", "change"], ["preview", "--repository", ".", "change"],
            ["preview", "--offline", "x.json", "--base", "a", "--head", "b", "--config", "c"],
            ["observe", "--cached"], ["observe", "--cached", "--export", "x.json", "--host", "waloop01"],
        ])
    func usage(arguments: [String]) throws {
        let ended = try Program().run(arguments)
        #expect(ended.status == 64)
        #expect(ended.output.isEmpty)
    }
}
