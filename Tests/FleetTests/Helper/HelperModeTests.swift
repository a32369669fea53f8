import BrokerModel
import SSH
import Testing

@testable import Fleet

@Suite("How the helper is run")
struct HelperModeTests {
    private static let installed = "sudo -n /usr/local/lib/isobar/isobar-helper"

    private static func good() -> CommandResult {
        CommandResult(
            ending: .status(0), output: Array("#helper\0absent\0#result\u{0}1\0done\0\0#end\0done\0\0".utf8),
            errorOutput: [])
    }

    private static func refused(_ words: String) -> CommandResult {
        CommandResult(ending: .status(1), output: [], errorOutput: Array(words.utf8))
    }

    private static func outdated() -> CommandResult {
        CommandResult(
            ending: .status(3), output: Array("#end\0outdated\0it is another\0".utf8), errorOutput: [])
    }

    private func link(_ transport: ScriptedTransport) throws -> HostLink {
        let host = Host(
            name: try Sandbox.name.required, role: .antiloop, address: "127.0.0.1", hostKey: "",
            source: SourcePosition(file: "hosts.yaml", line: 1))
        return HostLink(host, try Sandbox.settings(), clock: ContinuousClock()) { _ in transport }
    }

    private func isInstalled(_ command: RemoteCommand) -> Bool { command.words.commandLine == Self.installed }

    @Test func theInstalledOneIsEnough() async throws {
        let transport = ScriptedTransport { _ in Self.good() }
        try await link(transport).run(VersionVerb())
        #expect(transport.commands.map(isInstalled) == [true])
        let digest = HelperScript.digest.hexadecimal
        #expect(String(decoding: transport.commands[0].input, as: UTF8.self).contains("digest \(digest)\n"))
    }

    /// A bare host gets the script with every request; this is found out once.
    @Test func withoutOneTheScriptIsSentAlong() async throws {
        let transport = ScriptedTransport { command in
            command.words.commandLine == Self.installed
                ? Self.refused("sudo: /usr/local/lib/isobar/isobar-helper: command not found") : Self.good()
        }
        let link = try link(transport)
        try await link.run(VersionVerb())
        try await link.run(VersionVerb())
        #expect(transport.commands.map(isInstalled) == [true, false, false])
        #expect(transport.commands[1].input.starts(with: HelperScript.bytes))
        // No part of a request stands in a command line.
        #expect(transport.commands.allSatisfy { !$0.words.commandLine.contains("version") })
    }

    /// A sudo rule for nothing but the helper leaves the one that is there.
    @Test func anOutdatedOneIsUsedWhereNothingElseIsAllowed() async throws {
        let transport = ScriptedTransport { command in
            guard command.words.commandLine == Self.installed else {
                return Self.refused("sudo: a password is required")
            }
            return String(decoding: command.input, as: UTF8.self).contains("digest -\n") ? Self.good() : Self.outdated()
        }
        try await link(transport).run(VersionVerb())
        #expect(transport.commands.map(isInstalled) == [true, false, true])
    }

    @Test func withoutSudoTheFailureSaysWhatToDo() async throws {
        let transport = ScriptedTransport { _ in Self.refused("sudo: a password is required") }
        let link = try link(transport)
        let failure = await #expect(throws: Failure.self) { try await link.run(VersionVerb()) }
        #expect(failure?.code == .privilegeRefused)
        #expect(failure?.remedy?.contains("docs/host-helper.md") == true)
    }
}
