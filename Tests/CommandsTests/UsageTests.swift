import ArgumentParser
import Testing

@testable import Commands

/// Mistakes on the command line speak with the voice of every other error.
@Suite("Usage")
struct UsageTests {
    @Test(
        "A mistake is one sentence, a hint, and status 64",
        arguments: [
            (["apply"], "there is no terminal to ask on", "isobar help apply"),
            (["apply", "--yes", "--yess"], "unknown option '--yess'", "isobar help apply"),
            (["apply", "--yes", "--allow-deletes", "many"], "the value 'many' is invalid", "isobar help apply"),
            (["apply", "--yes", "--allow-deletes=-1"], "--allow-deletes takes a number", "isobar help apply"),
            (["apply", "a.plan", "--yes", "--ref", "main"], "a plan file has its own commit", "isobar help apply"),
            (["plan", "--host", "no host"], "'no host' is no host name", "isobar help plan"),
            (["plan", "--format", "xml"], "the value 'xml' is invalid", "isobar help plan"),
            (["show"], "missing expected argument", "isobar help show"),
            (["schema", "nope"], "there is no schema 'nope'", "isobar help schema"),
            (["plann"], "unexpected argument 'plann'", "isobar help"),
        ])
    func mistake(arguments: [String], says: String, hint: String) throws {
        let ended = try Program().run(arguments)
        #expect(ended.status == 64)
        #expect(ended.output.isEmpty)
        #expect(ended.errorOutput.hasPrefix("isobar: error: \(says)"), "\(ended.errorOutput)")
        #expect(ended.errorOutput.hasSuffix("  hint: see '\(hint)'\n"), "\(ended.errorOutput)")
        #expect(!ended.errorOutput.contains("Error:") && !ended.errorOutput.contains("Usage:"))
    }

    @Test("Help and version are no mistakes", arguments: [["help", "apply"], ["apply", "--help"], ["--version"], []])
    func help(arguments: [String]) throws {
        let ended = try Program().run(arguments)
        #expect(ended.status == 0)
        #expect(!ended.output.isEmpty && ended.errorOutput.isEmpty)
    }

    @Test("Every command's help has an example and fits a terminal of 80 columns")
    func helpTeaches() {
        for command in Self.commands(below: Isobar.self) {
            let name = command.configuration.commandName ?? "\(command)"
            let text = Isobar.helpMessage(for: command, columns: 80)
            for line in text.split(separator: "\n") where line.count > 80 {
                Issue.record("\(name): \(line)")
            }
            let headings = ["Example", "Examples", "First steps"]
            #expect(headings.contains { text.contains("\n\($0):\n  ") }, "\(name)")
        }
    }

    /// A command and all that are below it.
    private static func commands(below command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        [command] + command.configuration.subcommands.flatMap(commands)
    }

    @Test("A name in capitals keeps them")
    func capitals() {
        #expect(UsageText.render("YAML it is not.", arguments: []).hasPrefix("isobar: error: YAML it is not."))
        #expect(
            UsageText.render("A plan it is.", arguments: ["plan", "x"])
                == "isobar: error: a plan it is.\n  hint: see 'isobar help plan'\n")
    }
}
