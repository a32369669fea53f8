import BrokerModel
import Foundation
import GitRepository
import TestSupport
import Testing

@Suite("Merging in memory")
struct MergingTests {
    /// A change on a branch beside another on main, from a common file.
    private func fork(
        _ scenario: MirrorScenario, main: [String: String], change: [String: String], removing: [String] = []
    ) async throws -> (base: CommitID, head: CommitID) {
        try scenario.commit("Common", ["a": Self.lines, "b": "1\n", "c": "1\n"])
        try scenario.origin.git(["checkout", "--quiet", "-b", "change"])
        let head = try scenario.commit("Change", change, removing: removing)
        try scenario.origin.git(["checkout", "--quiet", "main"])
        let base = try scenario.commit("Main goes on", main)
        _ = try await scenario.mirror.update()
        return (base, head)
    }

    private static let lines = (1...9).map { "line \($0)\n" }.joined()

    private func texts(_ outcome: MergeOutcome) throws -> [String: String] {
        guard case .merged(let snapshot) = outcome else { throw Unexpected(outcome: outcome) }
        return Dictionary(
            uniqueKeysWithValues: snapshot.files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
    }

    private struct Unexpected: Error {
        let outcome: MergeOutcome
    }

    @Test("gives what git's own merge gives")
    func asGit() async throws {
        let scenario = try MirrorScenario()
        let (base, head) = try await fork(
            scenario, main: ["a": "first\n" + Self.lines], change: ["a": Self.lines + "last\n", "new": "2\n"],
            removing: ["c"])
        let merged = try texts(try await scenario.mirror.merge(head, into: base))
        #expect(merged == ["a": "first\n" + Self.lines + "last\n", "b": "1\n", "new": "2\n"])
        try scenario.origin.git(["merge", "--quiet", "--no-edit", "change"])
        for (path, text) in merged {
            #expect(try scenario.origin.git(["show", "HEAD:\(path)"]) + "\n" == text)
        }
        #expect(
            try scenario.origin.git(["ls-tree", "--name-only", "HEAD"]) == merged.keys.sorted().joined(separator: "\n"))
    }

    @Test("a change that main goes on to hold, and one main already holds, need no merging")
    func fastForward() async throws {
        let scenario = try MirrorScenario()
        let first = try scenario.commit("First", ["a": "1"])
        let second = try scenario.commit("Second", ["a": "2"])
        _ = try await scenario.mirror.update()
        #expect(try texts(try await scenario.mirror.merge(second, into: first)) == ["a": "2"])
        #expect(try texts(try await scenario.mirror.merge(first, into: second)) == ["a": "2"])
        #expect(try texts(try await scenario.mirror.merge(second, into: second)) == ["a": "2"])
    }

    @Test("what both sides changed is a conflict, by path")
    func conflict() async throws {
        let scenario = try MirrorScenario()
        let (base, head) = try await fork(
            scenario, main: ["b": "2\n", "c": "1\n2\n"], change: ["b": "3\n"], removing: ["c"])
        #expect(try await scenario.mirror.merge(head, into: base) == .conflicting(["b", "c"]))
    }

    @Test("only the directory of the desired state is read")
    func below() async throws {
        let scenario = try MirrorScenario()
        try scenario.commit("Common", ["state/a": "1\n", "docs/x": "1\n"])
        try scenario.origin.git(["checkout", "--quiet", "-b", "change"])
        let head = try scenario.commit("Change", ["state/b": "2\n"])
        try scenario.origin.git(["checkout", "--quiet", "main"])
        let base = try scenario.commit("Main", ["docs/x": "2\n"])
        _ = try await scenario.mirror.update()
        #expect(try texts(try await scenario.mirror.merge(head, into: base, at: "state")) == ["a": "1\n", "b": "2\n"])
        let error = await failure { () async throws(Failure) in
            try await scenario.mirror.merge(head, into: base, at: "elsewhere")
        }
        #expect(error?.code == .desiredStateInvalid)
    }

    @Test("leaves nothing in the mirror")
    func leavesNothing() async throws {
        let scenario = try MirrorScenario()
        let (base, head) = try await fork(
            scenario, main: ["a": "first\n" + Self.lines], change: ["a": Self.lines + "last\n"])
        let before = try Self.everything(below: scenario.directory.path)
        _ = try await scenario.mirror.merge(head, into: base)
        #expect(try Self.everything(below: scenario.directory.path) == before)
    }

    private static func everything(below path: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
    }

    @Test("histories that share nothing are not merged")
    func unrelated() async throws {
        let scenario = try MirrorScenario()
        let base = try scenario.commit("First", ["a": "1"])
        try scenario.origin.git(["checkout", "--quiet", "--orphan", "stranger"])
        let head = try scenario.commit("Stranger", ["a": "2"])
        _ = try await scenario.mirror.update()
        let error = await failure { () async throws(Failure) in try await scenario.mirror.merge(head, into: base) }
        #expect(error?.code == .repositoryUnsafe)
    }

    @Test("a commit nobody has is unknown")
    func unknown() async throws {
        let scenario = try MirrorScenario()
        let base = try scenario.commit("First", ["a": "1"])
        _ = try await scenario.mirror.update()
        let nowhere = try commitID(String(repeating: "ab", count: 20))
        let error = await failure { () async throws(Failure) in try await scenario.mirror.merge(nowhere, into: base) }
        #expect(error?.code == .revisionUnknown)
    }

    // MARK: - Changes by people who mean harm

    @Test("links, submodules and names that mean elsewhere come out as refusals, never as files")
    func hostileEntries() async throws {
        let scenario = try MirrorScenario()
        let origin = scenario.origin
        let common = try scenario.commit("Common", ["a": "1\n"])
        let blob = try origin.blob(Array("1\n".utf8))
        let link = try origin.blob(Array("/etc/shadow".utf8))
        let tree = try origin.tree([
            ("100644", "--upload-pack=touch", blob), ("100644", "a", blob), ("120000", "link", link),
            ("160000", "module", common.text),
        ])
        let head = try commitID(origin.git(["commit-tree", tree, "-p", common.text, "-m", "Hostile"]))
        try origin.git(["update-ref", "refs/heads/change", head.text])
        let base = try scenario.commit("Main", ["b": "2\n"])
        _ = try await scenario.mirror.update()
        guard case .merged(let snapshot) = try await scenario.mirror.merge(head, into: base) else {
            Issue.record("a conflict")
            return
        }
        #expect(snapshot.files.map(\.path) == ["--upload-pack=touch", "a", "b"])
        #expect(snapshot.refusals.map(\.path) == ["link", "module"])
    }

    @Test("a large file is refused and not read for merging; ten thousand files are too many")
    func large() async throws {
        let scenario = try MirrorScenario()
        let big = String(repeating: "x", count: 3 << 20)
        let (base, head) = try await fork(scenario, main: ["b": "2\n"], change: ["big": big, "c": "2\n"])
        guard case .merged(let snapshot) = try await scenario.mirror.merge(head, into: base) else {
            Issue.record("a conflict")
            return
        }
        #expect(snapshot.files.map(\.path) == ["a", "b", "c"])
        #expect(snapshot.refusals.map(\.path) == ["big"])

        let blob = try scenario.origin.blob([])
        let names = (10_000...19_999).map { ("100644", "f\($0)", blob) }
        let many = try scenario.origin.tree(names)
        let flood = try commitID(scenario.origin.git(["commit-tree", many, "-p", base.text, "-m", "Flood"]))
        try scenario.origin.git(["update-ref", "refs/heads/flood", flood.text])
        let newBase = try scenario.commit("On", ["b": "3\n"])
        _ = try await scenario.mirror.update()
        // Every file of base is gone there, which conflicts with what base changed since.
        #expect(try await scenario.mirror.merge(flood, into: newBase) == .conflicting(["b"]))
        let error = await failure { () async throws(Failure) in try await scenario.mirror.merge(flood, into: base) }
        #expect(error?.code == .repositoryUnsafe)
    }

    @Test("drivers and filters that attributes name do nothing, also where the machine has programs of these names")
    func attributes() async throws {
        let scenario = try MirrorScenario()
        let proof = scenario.directory.path + "/ran"
        let (base, head) = try await fork(
            scenario, main: ["b": "2\n"],
            change: ["b": "3\n", ".gitattributes": "b merge=evil\n* filter=evil text eol=crlf ident\n", "c": "$Id$\n"])
        let programs = """
            [merge "evil"]
                driver = "touch \(proof); true"
            [filter "evil"]
                clean = "touch \(proof); cat"
                smudge = "touch \(proof); cat"
            """
        let configuration = try #require(FileHandle(forWritingAtPath: scenario.directory.path + "/mirror/repository.git/config"))
        try configuration.seekToEnd()
        try configuration.write(contentsOf: Data("\n\(programs)\n".utf8))
        try configuration.close()
        let info = URL(fileURLWithPath: scenario.directory.path + "/mirror/repository.git/info")
        try FileManager.default.createDirectory(at: info, withIntermediateDirectories: true)
        try Data("b merge=evil filter=evil\n".utf8).write(to: info.appending(path: "attributes"))
        #expect(try await scenario.mirror.merge(head, into: base) == .conflicting(["b"]))
        let merged = try await scenario.mirror.merge(head, into: try commitID(scenario.origin.git(["rev-parse", "main~"])))
        #expect(try texts(merged)["c"] == "$Id$\n", "as committed")
        #expect(!FileManager.default.fileExists(atPath: proof))
    }

    @Test("a path in conflict cannot play tricks on a terminal")
    func hostilePath() async throws {
        let scenario = try MirrorScenario()
        let origin = scenario.origin
        let name = "a\u{1B}[2J"
        let sides = try ["1", "2", "3"].map { text in
            try origin.tree([("100644", name, try origin.blob(Array(text.utf8)))])
        }
        let common = try commitID(origin.commit(tree: sides[0]))
        let head = try commitID(origin.git(["commit-tree", sides[1], "-p", common.text, "-m", "Change"]))
        try origin.git(["update-ref", "refs/heads/change", head.text])
        let base = try commitID(origin.git(["commit-tree", sides[2], "-p", common.text, "-m", "Main"]))
        try origin.git(["update-ref", "refs/heads/main", base.text])
        _ = try await scenario.mirror.update()
        #expect(try await scenario.mirror.merge(head, into: base) == .conflicting(["a\\u{1B}[2J"]))
    }

    // MARK: - Who wrote it

    @Test("what a branch holds was pushed; the head of a pull request was not")
    func heldByBranch() async throws {
        let scenario = try MirrorScenario(includesProposals: true)
        let first = try scenario.commit("First", ["a": "1"])
        let second = try scenario.commit("Second", ["a": "2"])
        let tree = try scenario.origin.tree([])
        let foreign = try commitID(scenario.origin.git(["commit-tree", tree, "-p", second.text, "-m", "From outside"]))
        try scenario.origin.git(["update-ref", "refs/pull/7/head", foreign.text])
        _ = try await scenario.mirror.update()
        #expect(try await scenario.mirror.resolve("refs/pull/7/head") == foreign)
        #expect(try await scenario.mirror.isHeldByBranch(first))
        #expect(try await scenario.mirror.isHeldByBranch(second))
        #expect(try await !scenario.mirror.isHeldByBranch(foreign))
        #expect(try await scenario.mirror.signature(of: foreign) == nil)
    }

    @Test("a signature is seen")
    func signature() async throws {
        let scenario = try MirrorScenario()
        let plain = try scenario.commit("Plain", ["a": "1"])
        let body = try scenario.origin.git(["cat-file", "commit", plain.text])
        let parts = body.split(separator: "\n\n", maxSplits: 1)
        let signed =
            parts[0] + "\ngpgsig -----BEGIN SSH SIGNATURE-----\n abc\n -----END SSH SIGNATURE-----\n\n"
            + (parts.last ?? "") + "\n"
        let id = try commitID(
            scenario.origin.git(["hash-object", "-t", "commit", "-w", "--stdin"], input: Array(signed.utf8)))
        try scenario.origin.git(["update-ref", "refs/heads/signed", id.text])
        _ = try await scenario.mirror.update()
        #expect(try await scenario.mirror.signature(of: id) != nil)
        #expect(try await scenario.mirror.signature(of: plain) == nil)
    }
}
