import Foundation
import TestSupport
import Testing

/// The shell of each job of the templates, as it stands there, run against the program.
@Suite("Jobs of the templates, run", .timeLimit(.minutes(5)))
struct TemplateRunTests {
    private static let forges = CITemplate.Forge.allCases

    /// As forges run a step: GitHub in a container, and elsewhere.
    private static let shells = ["sh -e", "bash -e -o pipefail"]

    private static func node(_ centre: String, _ kind: String = "kind: node") throws -> String {
        try #require(DesiredText.files()["nodes/ca-eccc-msc.yaml"]).replacing("ca-eccc-msc", with: centre)
            .replacing("kind: node", with: kind)
    }

    /// A controller whose hosts do not answer, and a change in its repository.
    private func machine(
        _ forge: CITemplate.Forge, _ files: [String: String], of controller: Controller
    ) throws -> CIMachine {
        let repository = controller.repository
        let script = try String(contentsOf: CITemplate.directory.appending(path: "ask-preview"), encoding: .utf8)
        try repository.commit("What CI asks with", [".isobar/ask-preview": script])
        try repository.git(["checkout", "--quiet", "-b", "change"])
        let head = try repository.commit("Change", files)
        try repository.git(["checkout", "--quiet", "main"])
        return try CIMachine(forge, repository, head: head, program: try Program().path)
    }

    @Test("A correct change is valid", arguments: forges, shells)
    func valid(forge: CITemplate.Forge, shell: String) async throws {
        let controller = try await Controller()
        let machine = try machine(forge, ["nodes/de-dwd.yaml": try Self.node("de-dwd")], of: controller)
        let ended = try machine.run(.validate, in: shell)
        #expect(ended.status == 0, "\(ended.output)")
        if forge == .gitlab {
            let report = Data(try machine.read("work/gl-code-quality-report.json").utf8)
            let issues = try #require(try JSONSerialization.jsonObject(with: report) as? [[String: Any]])
            #expect(issues.allSatisfy { $0["severity"] as? String == "minor" }, "\(issues)")
        }
    }

    @Test("A mistake fails the job, and is shown on its line", arguments: forges, shells)
    func invalid(forge: CITemplate.Forge, shell: String) async throws {
        let controller = try await Controller()
        let mistake = try Self.node("de-dwd", "kindd: node")
        let machine = try machine(forge, ["nodes/de-dwd.yaml": mistake], of: controller)
        let ended = try machine.run(.validate, in: shell)
        #expect(ended.status == 1)
        #expect(ended.output.contains("nodes/de-dwd.yaml:2:1: error: "), "\(ended.output)")
        switch forge {
        case .gitea: break
        case .gitlab:
            let report = try machine.read("work/gl-code-quality-report.json")
            let issues = try #require(try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [[String: Any]])
            let found = try #require(issues.first { $0["severity"] as? String == "major" })
            let place = try #require(found["location"] as? [String: Any])
            #expect(place["path"] as? String == "nodes/de-dwd.yaml")
            #expect((place["lines"] as? [String: Int])?["begin"] == 2)
            #expect((found["fingerprint"] as? String)?.isEmpty == false)
        case .github:
            let matcher = try machine.read("temporary/isobar.json")
            #expect(ended.output.contains("::add-matcher::\(machine.directory)/temporary/isobar.json"))
            let known = try JSONSerialization.jsonObject(with: Data(matcher.utf8)) as? [String: [[String: Any]]]
            let pattern = try #require((known?["problemMatcher"]?.first?["pattern"] as? [[String: Any]])?.first)
            let expression = try Regex(try #require(pattern["regexp"] as? String))
            let lines = ended.output.split(separator: "\n").map(String.init)
            let matches = try lines.compactMap { try expression.wholeMatch(in: $0) }
            let match = try #require(matches.first { $0.output[4].substring == "error" }, "\(ended.output)")
            #expect(match.output[1].substring == "nodes/de-dwd.yaml" && match.output[2].substring == "2")
        }
    }

    @Test("A package with another checksum is not installed", arguments: forges, shells)
    func otherPackage(forge: CITemplate.Forge, shell: String) async throws {
        let controller = try await Controller()
        let machine = try machine(forge, [:], of: controller)
        try machine.write("web/isobar.deb", "another package")
        #expect(try machine.run(.validate, in: shell).status != 0)
        #expect(!FileManager.default.fileExists(atPath: machine.directory + "/bin/isobar"))
    }

    @Test("Offline, of what the controller exported", arguments: forges, shells)
    func offline(forge: CITemplate.Forge, shell: String) async throws {
        let controller = try await Controller()
        let machine = try machine(forge, ["nodes/de-dwd.yaml": try Self.node("de-dwd")], of: controller)
        let observed = try controller.isobar("observe", "--export", machine.directory + "/web/observation.json")
        #expect(observed.status == 8)
        let ended = try machine.run(.previewOffline, in: shell)
        // The hosts do not answer.
        #expect(ended.status == 8, "\(ended.output)")
        let text = forge == .github ? try machine.read("summary.md") : ended.output
        #expect(text.contains("<!-- isobar-preview xx-example-global-broker -->"), "\(ended.output)")
        #expect(text.contains("made offline") && text.contains("de-dwd` comes new"))
        if forge == .gitlab { #expect(try machine.read("work/preview.md").hasPrefix("<!-- isobar-preview")) }
    }

    @Test(
        "Asked of the service, by the script of the base and not by what the change brings along",
        arguments: forges, shells)
    func service(forge: CITemplate.Forge, shell: String) async throws {
        let controller = try await Controller()
        let files = [
            "nodes/de-dwd.yaml": try Self.node("de-dwd"), ".isobar/ask-preview": "echo \"$ISOBAR_TOKEN\" >&2\n",
        ]
        let machine = try machine(forge, files, of: controller)
        try controller.write(
            "isobar.yaml", try controller.read("isobar.yaml") + "\npreviews: {branches: [change]}\n")
        let log = controller.directory + "/serve.log"
        let service = try Program().start(["serve", "--verbose"], directory: controller.directory, log: log)
        defer { service.killAndWait() }
        while ((try? controller.read("serve.log")) ?? "").firstRange(of: "\"previewed\"") == nil {
            try await Task.sleep(for: .milliseconds(10))
        }
        machine.variables["ISOBAR_URL"] = "http://isobar"
        machine.variables["ISOBAR_TOKEN"] = "token-of-a-viewer"
        let ended = try machine.run(.preview, in: "env ISOBAR_SOCKET='\(controller.directory)/isobar.sock' \(shell)")
        #expect(ended.status == 0, "\(ended.output)")
        let text = forge == .github ? try machine.read("summary.md") : ended.output
        #expect(text.contains("<!-- isobar-preview xx-example-global-broker -->") && text.contains("de-dwd` comes new"))
        #expect(!ended.output.contains("token-of-a-viewer"))
    }
}
