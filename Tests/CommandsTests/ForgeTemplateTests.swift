import Foundation
import TestSupport
import Testing

/// What people copy into their repositories has to fit the program they install.
@Suite("Templates for the forges' own CI")
struct ForgeTemplateTests {
    private static let files = ["github/isobar.yml", "gitlab/isobar.yml", "gitea/isobar.yml", "pre-commit"]

    private func text(_ file: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("deploy/forge/" + file), encoding: .utf8)
    }

    /// Every call of the program, lines that go on joined.
    private func calls(in text: String) -> [String] {
        let whole = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("#") }
            .map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: "\n")
            .replacing("\\\n", with: "").replacing("\n--", with: " --")
        return whole.split(separator: "\n").compactMap { line in
            line.firstMatch(of: /(^|[ "-])isobar}?"? (validate|preview|observe) .*/).map { String($0.output.0) }
        }
    }

    @Test("call the program with options it has", arguments: files)
    func options(file: String) throws {
        let text = try text(file)
        let found = calls(in: text)
        #expect(!found.isEmpty)
        for call in found {
            let command = try #require(call.firstMatch(of: /(validate|preview|observe)/)).output.1
            let help = try Program().run([String(command), "--help"]).output
            for option in call.matches(of: /--[a-z]+/) {
                #expect(help.contains(option.output), "\(file): \(call)")
            }
        }
    }

    @Test("validate, ask the service, and preview offline", arguments: files.dropLast())
    func whole(file: String) throws {
        let text = try text(file)
        #expect(text.contains("isobar validate ."))
        #expect(text.contains("ask-preview"))
        #expect(text.firstMatch(of: /isobar preview --offline "[^"]+\/observation.json" --base/) != nil)
    }

    @Test("give what a change brings along neither a token nor the repository's rights", arguments: files.dropLast())
    func rights(file: String) throws {
        let text = try text(file)
        #expect(!text.contains("pull_request_target:"))
        // The token is given once: to the script from the base.
        #expect(text.split(separator: "\n").count { $0.contains("secrets.") && !$0.contains("ISOBAR_TOKEN") } == 0)
        for checkout in text.matches(of: /actions\/checkout@v4\n *with: .*/) {
            #expect(checkout.output.contains("persist-credentials: false"))
        }
    }
}
