import BrokerModel
import Foundation
import GitRepository
import TestSupport
import Testing

@Suite("Revisions and history")
struct RevisionTests {
    @Test("any way to name a commit leads to it")
    func resolve() async throws {
        let scenario = try MirrorScenario()
        let first = try scenario.commit("First")
        try scenario.origin.git(["tag", "light"])
        try scenario.origin.git(["tag", "--annotate", "-m", "A release", "v1"])
        let second = try scenario.commit("Second", ["a": "1"])
        _ = try await scenario.mirror.update()
        let expected: [(String, CommitID)] = [
            ("main", second), ("HEAD", second), ("refs/heads/main", second), (second.text, second),
            (second.abbreviated, second), ("HEAD~1", first), ("main^", first), ("light", first), ("v1", first),
            ("refs/tags/v1", first), ("v1^{commit}", first),
        ]
        for (revision, commit) in expected {
            #expect(try await scenario.mirror.resolve(revision) == commit, "\(revision)")
        }
    }

    @Test(
        "a name that leads nowhere is an error that says so",
        arguments: ["nowhere", "HEAD~9", "", "main:missing", "main^{tree}", "0123456789", "a\u{1B}[2J", "..", "@{-1}"])
    func unknown(revision: String) async throws {
        let scenario = try MirrorScenario()
        try scenario.commit("First")
        _ = try await scenario.mirror.update()
        let error = try #require(
            await failure { () async throws(Failure) in try await scenario.mirror.resolve(revision) })
        #expect(error.code == .revisionUnknown)
        #expect(!error.description.unicodeScalars.contains("\u{1B}"))
    }

    @Test("a commit says who, when, what and on top of what")
    func summary() async throws {
        let scenario = try MirrorScenario()
        let first = try scenario.commit("First")
        let second = try commitID(scenario.origin.commit("Add a node\nof Canada\n\nLong\ttext\n", time: 1_700_000_123))
        _ = try await scenario.mirror.update()
        let commit = try await scenario.mirror.commit(second)
        #expect(commit.id == second)
        #expect(commit.parents == [first])
        #expect(commit.author.name == "Ada Example")
        #expect(commit.author.email == "ada@example.org")
        #expect(commit.committer.seconds == 1_700_000_123)
        #expect(commit.committer.offsetMinutes == 0)
        #expect(commit.summary == "Add a node of Canada")
        #expect(commit.message == "Add a node\nof Canada\n\nLong\ttext\n")
    }

    @Test("a summary cannot play tricks on a terminal")
    func hostileSummary() throws {
        let nobody = CommitSummary.Signature(name: "", email: "", seconds: 0, offsetMinutes: 0)
        let commit = CommitSummary(
            id: try .zero, parents: [], author: nobody, committer: nobody,
            message: "\n\nred \u{1B}[31m \u{202E}evil\n\nbody")
        #expect(commit.summary == #"red \u{1B}[31m \u{202E}evil"#)
    }

    @Test("the log is newest first, limited, and by path only what changed it")
    func log() async throws {
        let scenario = try MirrorScenario()
        let first = try scenario.commit("First", ["nodes/a.yaml": "1", "b": "1"])
        let second = try scenario.commit("Second", ["b": "2"])
        let third = try scenario.commit("Third", ["nodes/a.yaml": "3"])
        let fourth = try scenario.commit("Fourth", removing: ["nodes/a.yaml"])
        _ = try await scenario.mirror.update()
        let mirror = scenario.mirror
        #expect(try await mirror.log(from: fourth, limit: 10).map(\.id) == [fourth, third, second, first])
        #expect(try await mirror.log(from: third, limit: 2).map(\.id) == [third, second])
        #expect(
            try await mirror.log(from: fourth, limit: 10, path: "nodes/a.yaml").map(\.id) == [fourth, third, first])
        #expect(try await mirror.log(from: fourth, limit: 10, path: "b").map(\.id) == [second, first])
        #expect(try await mirror.log(from: fourth, limit: 10, path: "none").isEmpty)
    }

    @Test("by path a merge counts that changed it as seen from each of its parents, and a directory at its own place")
    func logOfMerges() async throws {
        let scenario = try MirrorScenario()
        let origin = scenario.origin
        let base = try commitID(origin.commit("Base", ["a": "1", "b": "1"], time: 1_700_000_000))
        try origin.git(["checkout", "--quiet", "-b", "topic"])
        let topic = try commitID(origin.commit("Topic", ["a": "2"], time: 1_700_000_001))
        try origin.git(["checkout", "--quiet", "main"])
        let main = try commitID(origin.commit("Main", ["b": "2"], time: 1_700_000_002))
        try origin.git(["merge", "--quiet", "--no-ff", "--message", "Merge", "topic"], time: 1_700_000_003)
        let merge = try commitID(origin.git(["rev-parse", "HEAD"]))
        let deep = try commitID(origin.commit("Deep", ["c/c": "1"], time: 1_700_000_004))
        // The same directory, one deeper before.
        try FileManager.default.removeItem(atPath: origin.directory + "/c")
        let moved = try commitID(origin.commit("Moved", ["c": "1"], removing: ["a", "b"], time: 1_700_000_005))
        _ = try await scenario.mirror.update()
        func log(_ path: String, from start: CommitID) async throws -> [CommitID] {
            try await scenario.mirror.log(from: start, limit: 10, path: path).map(\.id)
        }
        #expect(try await log("a", from: merge) == [topic, base])
        #expect(try await log("b", from: merge) == [main, base])
        #expect(try await log("c/c", from: moved) == [moved, deep])
    }

    @Test("merge base and ancestry")
    func ancestry() async throws {
        let scenario = try MirrorScenario()
        let base = try scenario.commit("Base")
        let main = try scenario.commit("Main", ["a": "1"])
        try scenario.origin.git(["checkout", "--quiet", "-b", "topic", base.text])
        let topic = try scenario.commit("Topic", ["b": "1"])
        try scenario.origin.git(["checkout", "--quiet", "--orphan", "other"])
        let other = try scenario.commit("Other", ["c": "1"])
        _ = try await scenario.mirror.update()
        let mirror = scenario.mirror
        #expect(try await mirror.mergeBase(of: main, and: topic) == base)
        #expect(try await mirror.mergeBase(of: main, and: other) == nil)
        #expect(try await mirror.isAncestor(base, of: main))
        #expect(try await mirror.isAncestor(main, of: main))
        #expect(try await !mirror.isAncestor(main, of: base))
        #expect(try await !mirror.isAncestor(topic, of: main))
        let nowhere = try CommitID.zero
        let error = await failure { () async throws(Failure) in try await mirror.isAncestor(nowhere, of: main) }
        #expect(error?.code == .revisionUnknown)
    }
}

extension CommitID {
    /// A commit that is nowhere.
    static var zero: CommitID {
        get throws { try commitID(String(repeating: "0", count: 40)) }
    }
}
