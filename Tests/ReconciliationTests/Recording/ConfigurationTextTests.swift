import Testing

@testable import Reconciliation

@Suite("A configuration as it is recorded")
struct ConfigurationTextTests {
    private func text(_ yaml: String) throws -> String {
        let read = ControllerConfiguration.read(Array(yaml.utf8), file: "isobar.yaml", directory: "/etc/isobar")
        return ConfigurationText(try #require(read.configuration, "\(read.diagnostics)")).text
    }

    @Test("Each setting is a line, with its whole name; what is not set has none")
    func lines() throws {
        let text = try text(
            """
            formatVersion: 1
            repository: {url: "/srv/state.git", pollSeconds: 45}
            database: isobar.sqlite
            ssh: {identityFile: key}
            policy: {apply: automatic, allowedImages: ["a/*", "b/*"], scopes: [{nodes: [ca-eccc-msc], apply: observe}]}
            """)
        let lines = text.split(separator: "\n").map(String.init)
        for line in [
            "repository.url: /srv/state.git", "repository.pollSeconds: 45", "policy.apply: automatic",
            "database: /etc/isobar/isobar.sqlite", "hostIdentityFile: /etc/isobar/key",
        ] {
            #expect(lines.contains(line), "\(line):\n\(text)")
        }
        #expect(text.contains("a/*, b/*") && text.contains("ca-eccc-msc"), "\(text)")
        #expect(!text.contains("Optional(") && !text.contains("ControllerConfiguration") && !text.contains("nil"), "\(text)")
        #expect(!text.contains("forge") && !text.contains("retention"), "\(text)")
        #expect(lines.allSatisfy { $0.contains(": ") && !$0.hasPrefix(":") }, "\(text)")
    }

    @Test("Of an address with a name in it, which may be a token, the name is left out")
    func token() throws {
        let text = try text(
            """
            formatVersion: 1
            repository: {url: "https://canary@example.org/o/r.git"}
            database: isobar.sqlite
            ssh: {identityFile: key}
            """)
        #expect(text.contains("repository.url: https://…@example.org/o/r.git") && !text.contains("canary"), "\(text)")
    }

    @Test("The same configuration is the same text, another one another")
    func stable() throws {
        func yaml(_ seconds: Int) -> String {
            """
            formatVersion: 1
            repository: {url: "/srv/state.git", pollSeconds: \(seconds)}
            database: isobar.sqlite
            ssh: {identityFile: key}
            policy: {allowedPackageSources: ["http://a/x", "http://b/x", "http://c/x"]}
            """
        }
        #expect(try text(yaml(30)) == text(yaml(30)))
        #expect(try text(yaml(30)) != text(yaml(31)))
    }
}
