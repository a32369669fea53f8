import BrokerModel
import Reconciliation
import Testing

@Suite("isobar.yaml")
struct ConfigurationTests {
    private static let minimal = """
        formatVersion: 1
        repository: {url: /srv/desired-state.git}
        database: data/isobar.sqlite
        ssh: {identityFile: /etc/isobar/id_ed25519}
        """

    private func read(_ text: String) -> (ControllerConfiguration?, [String]) {
        let result = ControllerConfiguration.read(Array(text.utf8), file: "isobar.yaml", directory: "/etc/isobar")
        return (result.configuration, result.diagnostics.map(\.description))
    }

    @Test("What is left out has the documented value; relative paths start at the file")
    func defaults() throws {
        let (found, diagnostics) = read(Self.minimal)
        let configuration = try #require(found, "\(diagnostics)")
        #expect(configuration.repository.branch == "main")
        #expect(configuration.repository.path == ".")
        #expect(configuration.repository.pollSeconds == 30)
        #expect(configuration.policy.apply == .approval)
        #expect(configuration.policy.maxDeletes == 20)
        #expect(configuration.policy.allowedImages == ["*"])
        #expect(configuration.database == "/etc/isobar/data/isobar.sqlite")
        #expect(configuration.dataDirectory == "/etc/isobar/data")
    }

    @Test("An agent and an ssh_config can be named for hosts behind OpenSSH")
    func openSSH() throws {
        let plain = try #require(read(Self.minimal).0)
        #expect(plain.hostSSHConfigFile == nil)
        #expect(!plain.usesSSHAgent)
        let section = "ssh: {identityFile: id.pub, agent: true, configFile: ssh_config}"
        let (found, diagnostics) = read(
            Self.minimal.replacing("ssh: {identityFile: /etc/isobar/id_ed25519}", with: section))
        let configuration = try #require(found, "\(diagnostics)")
        #expect(configuration.usesSSHAgent)
        #expect(configuration.hostIdentityFile == "/etc/isobar/id.pub")
        #expect(configuration.hostSSHConfigFile == "/etc/isobar/ssh_config")
    }

    @Test(
        "Mistakes are said with their place",
        arguments: [
            ("polcy: {apply: observe}", "isobar.yaml:5:1: error: unknown key \"polcy\"\n  hint: did you mean \"policy\"?"),
            ("policy: {apply: auto}", "isobar.yaml:5:17: error: policy.apply: \"auto\" is not one of observe, approval, automatic\n  hint: did you mean \"automatic\"?"),
            ("policy: {requireSignedCommits: true}", "isobar.yaml:5:32: error: policy.requireSignedCommits: this version cannot check signatures\n  hint: protect the branch in the forge until it can"),
        ])
    func mistakes(line: String, message: String) {
        let (configuration, diagnostics) = read(Self.minimal + "\n" + line)
        #expect(configuration == nil)
        #expect(diagnostics == [message])
    }

    @Test(
        "Allowed images are patterns",
        arguments: [
            ("golfvert/*", true), ("*", true), ("golfvert/wis2gb:2.0.6", true), ("*wis2gb*", true), ("golfvert", false),
            ("redis*", false), ("*:2.0.7", false), ("g*t/w*b:*6", true),
        ])
    func images(pattern: String, isAllowed: Bool) throws {
        var (configuration, _) = read(Self.minimal)
        configuration?.policy.allowedImages = [pattern]
        let image = try #require(ImageReference("golfvert/wis2gb:2.0.6"))
        #expect(configuration?.policy.allows(image) == isAllowed)
    }
}
