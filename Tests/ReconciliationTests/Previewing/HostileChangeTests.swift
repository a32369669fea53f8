import BrokerModel
import Foundation
import Previews
import Reconciliation
import TestSupport
import Testing

/// Changes by people who mean harm: from forks, whose authors nobody knows.
@Suite("A preview of a hostile change")
struct HostileChangeTests {
    private static let forge = """
        forge: {kind: github, webhookSecretFile: key}
        secrets: {identityFile: key}

        """

    @Test("Hosts are contacted at base's addresses and under base's keys alone")
    func addresses() async throws {
        let scene = try PreviewScene(more: Self.forge)
        try await scene.begin()
        let known = scene.contacted.all
        let text = try #require(PreviewScene.files["hosts.yaml"])
        let evil = text.replacing("127.0.0.2", with: "198.51.100.66").replacing(
            "AAAAC3NzaC1lZDI1NTE5AAAAIASC", with: "AAAAC3NzaC1lZDI1NTE5AAAAIASD")
        #expect(evil != text)
        let head = try scene.proposeFromOutside(7, ["hosts.yaml": evil])
        let preview = try await scene.preview(head)
        #expect(scene.contacted.all == known)
        let change = try #require(preview.planned, "\(preview.outcome)")
        #expect(change.consequences.contains { $0.text.contains("gets another address: 198.51.100.66") })
        #expect(change.consequences.contains { $0.text.contains("trusted by another host key") })
        #expect(!change.provisional.isEmpty)
    }

    @Test("Nothing of it is decrypted; what is as in base is the same secret, what is not is listed")
    func secrets() async throws {
        let scene = try PreviewScene(more: Self.forge)
        var files = PreviewScene.files
        files["nodes/de-dwd.yaml"] = PreviewScene.node("de-dwd", password: "{secret: dwd}")
        files["secrets/dwd.age"] = PreviewScene.sealed("first-secret")
        files["secrets/recipients.txt"] = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n"
        try await scene.begin(files)
        let known = scene.opened.all
        #expect(known == [PreviewScene.sealed("first-secret")])

        let untouched = try scene.proposeFromOutside(7, ["nodes/no-met.yaml": PreviewScene.node("no-met")])
        let plain = try #require(try await scene.preview(untouched).planned)
        #expect(plain.provisional.isEmpty)
        #expect(!plain.comparison.steps.contains { $0.resource.name.contains("de-dwd") })

        let changed = try scene.proposeFromOutside(
            8,
            [
                "secrets/dwd.age": PreviewScene.sealed("evil--secret"),
                "secrets/new.age": PreviewScene.sealed("other-secret"),
            ])
        let preview = try await scene.preview(changed)
        let change = try #require(preview.planned, "\(preview.outcome)")
        #expect(scene.opened.all == known)
        #expect(change.provisional.map(\.text) == ["dwd and new changed and were not opened"])
        #expect(change.closedSecrets.map(\.text) == ["dwd", "new"] && change.changedSecrets.map(\.text) == ["dwd"])
        #expect(change.comparison.steps.contains { $0.resource.name.contains("de-dwd") })

        // The same commit on a branch of the repository was pushed by somebody who may.
        try scene.world.repository.git(["branch", "trusted", changed])
        let trusted = try #require(try await scene.preview("trusted").planned)
        #expect(trusted.provisional.isEmpty && trusted.closedSecrets.isEmpty)
        #expect(trusted.consequences.map(\.text).contains("the secret dwd is another one: 1 node (de-dwd)"))
        #expect(scene.opened.all.contains(PreviewScene.sealed("evil--secret")))
        // Unless the forge says it is a fork's.
        #expect(try await scene.preview("trusted", isFork: true).planned?.provisional.isEmpty == false)
    }

    @Test("No secret is in the comment, the text of a status or the JSON")
    func noSecret() async throws {
        let scene = try PreviewScene(more: Self.forge)
        var files = PreviewScene.files
        files["secrets/dwd.age"] = PreviewScene.sealed("first-secret")
        files["secrets/recipients.txt"] = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n"
        files["nodes/de-dwd.yaml"] = PreviewScene.node("de-dwd", password: "{secret: dwd}")
        try await scene.begin(files)
        // Somebody wants to read it, as a topic, a name of a client and a broker.
        let head = try scene.proposeFromOutside(
            7,
            [
                "nodes/no-met.yaml": """
                centreId: no-met
                kind: node
                subscribe: {broker: "mqtts://x.example:8883", username: {secret: dwd}, password: {secret: dwd}, topics: [{secret: dwd}]}
                environment: {LEAK: {secret: dwd}}

                """
            ])
        let preview = try await scene.preview(head)
        for text in [
            PreviewComment(preview, limit: .gitlab).render(), preview.summary, try PreviewDocument(preview).json,
        ] {
            #expect(!text.contains("first-secret"), "\(text)")
        }
    }

    @Test("Links are said as what they are, and never followed")
    func links() async throws {
        let scene = try PreviewScene(more: Self.forge)
        try await scene.begin()
        let repository = scene.world.repository
        let link = try repository.blob(Array("/etc/shadow".utf8))
        try repository.git(["checkout", "--quiet", "-B", "outside", "main"])
        try repository.git(["update-index", "--add", "--cacheinfo", "120000,\(link),nodes/zz-link.yaml"])
        try repository.git(["commit", "--quiet", "-m", "Link"])
        let head = try repository.git(["rev-parse", "HEAD"])
        try repository.git(["checkout", "--quiet", "--force", "main"])
        let preview = try await scene.preview(head)
        guard case .invalid(let diagnostics) = preview.outcome else {
            Issue.record("\(preview.outcome)")
            return
        }
        #expect(diagnostics.contains { $0.message.contains("symbolic link") })
    }

    @Test("YAML that grows when it is read is refused, not read")
    func bombs() async throws {
        let scene = try PreviewScene(more: Self.forge)
        try await scene.begin()
        var bomb = "centreId: no-met\nkind: node\na: &a [x, x, x, x, x, x, x, x, x]\n"
        for (name, before) in zip("bcdefghi", "abcdefgh") {
            bomb += "\(name): &\(name) [\(Array(repeating: "*\(before)", count: 9).joined(separator: ", "))]\n"
        }
        let head = try scene.proposeFromOutside(7, ["nodes/no-met.yaml": bomb])
        let preview = try await scene.preview(head)
        guard case .invalid(let diagnostics) = preview.outcome else {
            Issue.record("\(preview.outcome)")
            return
        }
        let errors = diagnostics.filter { $0.severity == .error }
        #expect(!errors.isEmpty && errors.allSatisfy { $0.position.file == "nodes/no-met.yaml" }, "\(diagnostics)")
        #expect(PreviewComment(preview, limit: .github).render().utf8.count <= CommentLimit.github.bytes)
    }

    /// Puts entries of an index on top of main, as `git update-index --index-info` takes
    /// them, where forges keep the heads of pull requests.
    private func proposeEntries(_ entries: String, in repository: GitFixture) throws -> String {
        try repository.git(["checkout", "--quiet", "-B", "outside", "main"])
        try repository.git(["update-index", "--add", "--index-info"], input: Array(entries.utf8))
        try repository.git(["commit", "--quiet", "-m", "Entries"])
        let head = try repository.git(["rev-parse", "HEAD"])
        try repository.git(["checkout", "--quiet", "--force", "main"])
        try repository.git(["update-ref", "refs/pull/7/head", head])
        try repository.git(["branch", "--quiet", "-D", "outside"])
        return "refs/pull/7/head"
    }

    @Test("Ten thousand files are refused as too many; no host is asked for them")
    func manyFiles() async throws {
        let scene = try PreviewScene(more: Self.forge)
        try await scene.begin()
        let known = scene.contacted.all
        let blob = try scene.world.repository.blob(Array("centreId: x\n".utf8))
        let entries = (0..<10_000).map { "100644 \(blob)\tnodes/xx-node\($0).yaml\n" }.joined()
        let preview = try await scene.preview(try proposeEntries(entries, in: scene.world.repository))
        guard case .failed(let failure) = preview.outcome else {
            Issue.record("\(preview.outcome)")
            return
        }
        #expect(failure.code == .repositoryUnsafe && failure.response.contains("more than"), "\(failure)")
        #expect(preview.exitStatus == 1 && scene.contacted.all == known)
        #expect(PreviewComment(preview, limit: .github).render().contains("#### ❌ No preview"))
    }

    @Test("A file of 100 MB is refused by its size, new or in the place of another")
    func largeFile() async throws {
        let scene = try PreviewScene(more: Self.forge)
        try await scene.begin()
        let repository = scene.world.repository
        let path = repository.directory + "/../large"
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.truncate(atOffset: 100 << 20)
        try file.close()
        let blob = try repository.git(["hash-object", "-w", path])
        // So that there is something to merge.
        try repository.commit("On", ["nodes/de-dwd.yaml": PreviewScene.node("de-dwd", password: "b")])
        for name in ["nodes/zz-large.yaml", "nodes/it-meteoam.yaml"] {
            let preview = try await scene.preview(
                try proposeEntries("100644 \(blob)\t\(name)\n", in: repository))
            guard case .invalid(let diagnostics) = preview.outcome else {
                Issue.record("\(name): \(preview.outcome)")
                continue
            }
            #expect(diagnostics.contains { $0.position.file == name && $0.message.contains("larger than") })
        }
    }

    @Test("Branches and files with names like options, commands or markup are names")
    func oddNames() async throws {
        let scene = try PreviewScene(more: Self.forge)
        try await scene.begin()
        let repository = scene.world.repository
        let names = [
            "change/--upload-pack=touch-x", "change/-x", "change/$(id)", "change/;id", "change/`id`", "change/<b>@all",
            "change/é", "change/|x", "change/refs/heads/main",
        ]
        for (number, name) in names.enumerated() {
            let commit = try scene.branch("odd", ["nodes/xx-odd\(number).yaml": PreviewScene.node("xx-odd\(number)")])
            try repository.git(["update-ref", "refs/heads/" + name, commit])
        }
        _ = try await scene.plan()
        let base = try await scene.reconciler.source.resolve("main")
        let open = try await scene.reconciler.source.openReferences(matching: ["change/*"], besides: base)
        #expect(open.keys.sorted() == names.sorted())
        for name in names {
            let change = try #require(try await scene.preview(name).planned, "\(name)")
            #expect(change.consequences.first?.text.hasPrefix("xx-odd") == true)
        }
        let blob = try repository.blob(Array("x\n".utf8))
        let files = ["-rf.yaml", "--exec=id.yaml", "$(id).yaml", "a;b.yaml", "x\u{202E}y.yaml"]
        let entries = files.map { "100644 \(blob)\tnodes/\($0)\n" }.joined()
        let preview = try await scene.preview(try proposeEntries(entries, in: repository))
        #expect(preview.planned == nil && preview.exitStatus == 1)
        #expect(!PreviewComment(preview, limit: .github).render().unicodeScalars.contains("\u{202E}"))
    }

    @Test("A commit nobody signed is refused where the policy asks for a signature")
    func unsigned() async throws {
        let scene = try PreviewScene(more: Self.forge + "previews: {policies: {signature: fail}}\n")
        try await scene.begin()
        let head = try scene.proposeFromOutside(7, ["nodes/no-met.yaml": PreviewScene.node("no-met")])
        let preview = try await scene.preview(head)
        #expect(preview.exitStatus == 7)
        let comment = PreviewComment(preview, limit: .github).render()
        #expect(comment.contains("**fail** `signature`: the head of the change bears no signature"))
    }

    @Test("Names and values of a change are read in the comment and do nothing")
    func markup() async throws {
        let scene = try PreviewScene(more: Self.forge)
        try await scene.begin()
        let value = "</code></details><img src=x onerror=alert(1)> @all #1 [x](http://evil.example) `` ``` | x"
        let file = PreviewScene.node("no-met", more: "environment: {NOTE: '\(value)'}")
        let other = "centreId: \"<script>alert(1)</script>\"\n"
        let heads = [
            try scene.proposeFromOutside(7, ["nodes/no-met.yaml": file]),
            try scene.proposeFromOutside(8, ["nodes/`<b>@all.yaml": other]),
        ]
        for head in heads {
            let comment = PreviewComment(try await scene.preview(head), limit: .github).render()
            for markup in ["<img", "<script", "<b>"] { #expect(!Self.outsideFences(comment).contains(markup)) }
        }
    }

    /// What a reader of markdown takes for markup: all but blocks and spans of code.
    private static func outsideFences(_ comment: String) -> String {
        var fence: Substring?
        var kept: [String] = []
        for line in comment.split(separator: "\n", omittingEmptySubsequences: false) {
            let ticks = line.prefix { $0 == "`" }
            if let open = fence {
                if line == open { fence = nil }
            } else if ticks.count >= 3, !line.dropFirst(ticks.count).contains("`") {
                fence = ticks
            } else {
                kept.append(String(line.replacing(/(`+)[^`](.*?[^`])?\1(?!`)/, with: "")))
            }
        }
        return kept.joined(separator: "\n")
    }

    @Test("What decides where hosts are read is not taken from outside")
    func home() async throws {
        let scene = try PreviewScene(more: Self.forge)
        try await scene.begin()
        let text = try #require(PreviewScene.files["broker.yaml"])
        let head = try scene.proposeFromOutside(
            7, ["broker.yaml": text + "containerUser: {name: root, uid: 0, gid: 0, home: /root}\n"])
        let known = scene.contacted.all
        let preview = try await scene.preview(head)
        #expect(preview.planned == nil)
        #expect(preview.exitStatus != 0)
        #expect(scene.contacted.all == known)
    }

    @Test(
        "Odd revisions are unknown, not options",
        arguments: ["--upload-pack=x", "-", "", "refs/heads/", "a..b", "main:broker.yaml"])
    func revisions(revision: String) async throws {
        let scene = try PreviewScene()
        try await scene.begin()
        let failure = await #expect(throws: Failure.self) { try await scene.preview(revision) }
        #expect(failure?.code == .revisionUnknown)
    }
}
