import BrokerModel
import Forge
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

    @Test("Who is told: the address and the program are found from where the file is")
    func notifications() throws {
        let text = """

            notifications:
              webhooks: [{urlFile: hook}]
              mails:
                - {to: [a@example.org], from: b@example.org, topics: [failure]}
                - {to: [a@example.org], from: b@example.org, sendmail: bin/sendmail}
            """
        let (found, diagnostics) = read(Self.minimal + text)
        let settings = try #require(found?.notifications, "\(diagnostics)")
        #expect(settings.webhooks.map(\.urlFile) == ["/etc/isobar/hook"])
        #expect(settings.mails.map(\.sendmail) == ["/usr/sbin/sendmail", "/etc/isobar/bin/sendmail"])
        #expect(settings.mails.map(\.topics) == [[.failure], AnnouncementTopic.allCases])
    }

    @Test("Retention names an export; without one nothing is removed")
    func retention() throws {
        #expect(try #require(read(Self.minimal).0).retention == nil)
        let (found, diagnostics) = read(Self.minimal + "\nretention: {keepDays: 730, export: audit.jsonl}")
        #expect(
            found?.retention == RetentionSettings(keepDays: 730, export: "/etc/isobar/audit.jsonl"), "\(diagnostics)")
        for text in ["{keepDays: 730}", "{export: x}", "{keepDays: 29, export: x}", "{keepDays: 730, export: \"\"}"] {
            #expect(read(Self.minimal + "\nretention: \(text)").0 == nil, "\(text)")
        }
    }

    @Test("Previews: what is watched, and what becomes of a merge that differs")
    func previews() throws {
        let (standard, _) = read(Self.minimal)
        #expect(standard?.previews == PreviewSettings())
        #expect(standard?.previews.pullRequests == true && standard?.previews.whenDifferent == .apply)
        let (found, diagnostics) = read(
            Self.minimal
                + "\npreviews: {branches: [\"change/*\", \"refs/changes/*/1\"], pullRequests: false, whenDifferent: wait}")
        let settings = try #require(found?.previews, "\(diagnostics)")
        #expect(settings.branches == ["change/*", "refs/changes/*/1"] && !settings.pullRequests)
        #expect(settings.whenDifferent == .wait)
        for pattern in ["refs/*", "refs/isobar/*", "refs/x", "refs//x", "a..b/../c", "-x y", "a\u{7}b", "refs/c*/x", "a:b"] {
            #expect(read(Self.minimal + "\npreviews: {branches: [\"\(pattern)\"]}").0 == nil, "\(pattern)")
        }
    }

    @Test("A forge is told of commits where a token is named; everybody's forge has an address of its own")
    func forge() throws {
        let (found, diagnostics) = read(Self.minimal + "\nforge: {kind: gitlab, tokenFile: token, repository: a/b/c}")
        let access = try #require(found?.forge?.access, "\(diagnostics)")
        #expect(access.address == "https://gitlab.com/api/v4")
        #expect(access.repository.text == "a/b/c")
        #expect(access.tokenFile == "/etc/isobar/token")
        #expect(found?.forge?.webhookSecretFile == nil)
        let own = read(
            Self.minimal + "\nforge: {kind: gitea, url: \"http://127.0.0.1:3000/api/v1/\", tokenFile: /t, repository: a/b}")
        #expect(own.0?.forge?.access?.address == "http://127.0.0.1:3000/api/v1")
        for text in ["http://127.0.0.1.example.org", "https://a@b", "https://a/?b", "ftp://a", "https://a b"] {
            let line = "\nforge: {kind: gitea, url: \"\(text)\", tokenFile: /t, repository: a/b}"
            #expect(read(Self.minimal + line).0 == nil, "\(text)")
        }
    }

    @Test("Whose signature counts is said in files; relative paths start at the file")
    func signers() throws {
        let section = "\npolicy: {requireSignedCommits: true, allowedSigners: signers, openPGPKeyring: ring.gpg}"
        let policy = try #require(read(Self.minimal + section).0).policy
        #expect(policy.requireSignedCommits)
        #expect(policy.allowedSigners == "/etc/isobar/signers")
        #expect(policy.openPGPKeyring == "/etc/isobar/ring.gpg")
    }

    @Test(
        "Mistakes are said with their place",
        arguments: [
            ("polcy: {apply: observe}", "isobar.yaml:5:1: error: unknown key \"polcy\"\n  hint: did you mean \"policy\"?"),
            ("policy: {apply: auto}", "isobar.yaml:5:17: error: policy.apply: \"auto\" is not one of observe, approval, automatic\n  hint: did you mean \"automatic\"?"),
            ("policy: {requireSignedCommits: true}", "isobar.yaml:5:32: error: policy.requireSignedCommits: whose signature counts is not said\n  hint: add allowedSigners or openPGPKeyring"),
            ("forge: {kind: github}", "isobar.yaml:5:8: error: forge: neither \"webhookSecretFile\" nor \"tokenFile\" is there: nothing is heard or told"),
            ("forge: {kind: github, tokenFile: t}", "isobar.yaml:5:8: error: forge: the key \"repository\" is missing: whose statuses are set?"),
            ("forge: {kind: gitea, tokenFile: t, repository: a/b}", "isobar.yaml:5:8: error: forge: the key \"url\" is missing\n  hint: https://YOUR-FORGE/api/v1"),
            ("forge: {kind: gitea, tokenFile: t, repository: a/b, url: \"http://forge.example.org/api/v1\"}", "isobar.yaml:5:58: error: forge.url: \"http://forge.example.org/api/v1\" is no address of a forge's API\n  hint: https://forge.example.org/api/v1"),
            ("forge: {kind: gitea, tokenFile: t, repository: ../b, url: \"https://forge.example.org/api/v1\"}", "isobar.yaml:5:48: error: forge.repository: \"../b\" is no repository of a forge\n  hint: write owner/name"),
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
