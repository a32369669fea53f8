import BrokerModel
import Foundation
import GitRepository
import TestSupport
import Testing

@Suite("A mirror follows its repository")
struct MirrorUpdateTests {
    @Test("by path and by file URL", arguments: ["", "file://"])
    func cloneAndPoll(prefix: String) async throws {
        let scenario = try MirrorScenario { prefix + $0.directory }
        let first = try scenario.commit("First", ["a": "1"])
        #expect(try await scenario.mirror.update() == .advanced(from: nil, to: first))
        #expect(try await scenario.mirror.update() == .unchanged(first))

        let second = try scenario.commit("Second", ["a": "2"])
        #expect(try await scenario.mirror.update() == .advanced(from: first, to: second))
        #expect(try await scenario.mirror.update() == .unchanged(second))
    }

    @Test("and what is published goes beside its branches", arguments: ["", "file://"])
    func publishing(prefix: String) async throws {
        let scenario = try MirrorScenario { prefix + $0.directory }
        let head = try scenario.commit("First", ["a": "1"])
        let reference = "refs/isobar/audit/main"
        try await scenario.mirror.publish("one", under: reference, at: 7)
        try await scenario.mirror.publish("two\n\nmore\n", under: reference, at: 8)
        #expect(try await scenario.mirror.published(under: reference, limit: 5) == ["two\n\nmore\n", "one"])
        #expect(try await scenario.mirror.published(under: reference, limit: 1) == ["two\n\nmore\n"])
        #expect(try scenario.origin.git(["rev-parse", "HEAD"]) == head.text)
        #expect(try scenario.origin.git(["ls-tree", "-r", reference]).isEmpty)
        #expect(try scenario.origin.git(["fsck", "--strict", "--no-dangling"]).isEmpty)
        #expect(try await scenario.mirror.update() == .advanced(from: nil, to: head))
    }

    @Test("and notices a rewritten branch")
    func rewritten() async throws {
        let scenario = try MirrorScenario()
        try scenario.commit("First")
        let second = try scenario.commit("Second", ["a": "2"])
        _ = try await scenario.mirror.update()
        try scenario.origin.git(["reset", "--quiet", "--hard", "HEAD~1"])
        let other = try scenario.commit("Other", ["a": "3"])
        #expect(try await scenario.mirror.update() == .rewritten(from: second, to: other))
        // What the rewrite threw away can still be compared with.
        #expect(try await scenario.mirror.commit(second).summary == "Second")
    }

    @Test("and compares with the commit the caller knows, even one it never saw")
    func sinceKnown() async throws {
        let scenario = try MirrorScenario()
        let first = try scenario.commit("First")
        let second = try scenario.commit("Second")
        _ = try await scenario.mirror.update()
        #expect(try await scenario.mirror.update(since: first) == .advanced(from: first, to: second))
        #expect(try await scenario.mirror.update(since: second) == .unchanged(second))
        let foreign = try commitID(String(repeating: "a", count: 40))
        #expect(try await scenario.mirror.update(since: foreign) == .rewritten(from: foreign, to: second))
    }

    @Test("and tells a rewrite after a branch was deleted and made again")
    func deletedAndMadeAgain() async throws {
        let scenario = try MirrorScenario(branch: "live")
        let main = try scenario.commit("First")
        try scenario.origin.git(["checkout", "--quiet", "-b", "live"])
        let live = try scenario.commit("Live")
        _ = try await scenario.mirror.update()
        try scenario.origin.git(["checkout", "--quiet", "main"])
        try scenario.origin.git(["branch", "--quiet", "-D", "live"])
        #expect(
            await failure { () async throws(Failure) in try await scenario.mirror.update() }?.code == .revisionUnknown)
        try scenario.origin.git(["branch", "live", main.text])
        #expect(try await scenario.mirror.update() == .rewritten(from: live, to: main))
    }

    @Test("and names the branches there are when its own is missing")
    func missingBranch() async throws {
        let scenario = try MirrorScenario(branch: "production")
        try scenario.commit("First")
        try scenario.origin.git(["branch", "staging"])
        let error = await failure { () async throws(Failure) in try await scenario.mirror.update() }
        #expect(error?.code == .revisionUnknown)
        #expect(error?.response == "there is no such branch; there are: main, staging")
    }

    @Test("and takes an empty repository for an error")
    func emptyRepository() async throws {
        let scenario = try MirrorScenario()
        let error = await failure { () async throws(Failure) in try await scenario.mirror.update() }
        #expect(error?.code == .revisionUnknown)
        #expect(error?.response == "the repository has no branches")
    }

    @Test("and keeps what it has when the repository cannot be reached", arguments: ["", "file://"])
    func unreachable(prefix: String) async throws {
        let scenario = try MirrorScenario { prefix + $0.directory }
        let first = try scenario.commit("First", ["a": "1"])
        _ = try await scenario.mirror.update()
        let elsewhere = scenario.directory.path + "/moved"
        try FileManager.default.moveItem(atPath: scenario.origin.directory, toPath: elsewhere)
        let error = await failure { () async throws(Failure) in try await scenario.mirror.update() }
        #expect(error?.code == .repositoryUnreachable)
        #expect(error?.subject == prefix + scenario.origin.directory)
        #expect(try await scenario.mirror.resolve("main") == first)
        #expect(try await scenario.mirror.snapshot(of: first).files.map(\.path) == ["a"])
    }

    @Test("and lets go of branches that are gone, also where a name becomes a directory")
    func vanishedBranches() async throws {
        let scenario = try MirrorScenario()
        let first = try scenario.commit("First")
        try scenario.origin.git(["branch", "topic"])
        _ = try await scenario.mirror.update()
        #expect(try await scenario.mirror.resolve("topic") == first)
        try scenario.origin.git(["branch", "--quiet", "-D", "topic"])
        try scenario.origin.git(["branch", "topic/one"])
        #expect(try await scenario.mirror.update() == .unchanged(first))
        #expect(try await scenario.mirror.resolve("topic/one") == first)
        let error = await failure { () async throws(Failure) in try await scenario.mirror.resolve("topic") }
        #expect(error?.code == .revisionUnknown)
    }

    @Test("and fetches proposals only when asked", arguments: [true, false])
    func proposals(asked: Bool) async throws {
        let scenario = try MirrorScenario(includesProposals: asked)
        try scenario.commit("First")
        try scenario.origin.git(["checkout", "--quiet", "-b", "proposal"])
        let proposal = try scenario.commit("Proposed")
        for name in ["refs/pull/7/head", "refs/merge-requests/8/head", "refs/pull/7/merge"] {
            try scenario.origin.git(["update-ref", name, proposal.text])
        }
        try scenario.origin.git(["checkout", "--quiet", "main"])
        try scenario.origin.git(["branch", "--quiet", "-D", "proposal"])
        _ = try await scenario.mirror.update()
        for name in ["refs/pull/7/head", "refs/merge-requests/8/head"] {
            let found = try? await scenario.mirror.resolve(name)
            #expect(found == (asked ? proposal : nil))
        }
        let merge = try? await scenario.mirror.resolve("refs/pull/7/merge")
        #expect(merge == nil)
    }

    @Test("and further references that are asked for, as they come, move and go")
    func directories() async throws {
        let scenario = try MirrorScenario(directories: ["refs/changes/", "refs/heads/x/"])
        let first = try scenario.commit("First")
        try scenario.origin.git(["update-ref", "refs/changes/7/1", first.text])
        try scenario.origin.git(["update-ref", "refs/others/7", first.text])
        _ = try await scenario.mirror.update()
        #expect(try await scenario.mirror.references(below: "refs/changes/") == ["refs/changes/7/1": first])
        #expect(try await scenario.mirror.references(below: "refs/others/").isEmpty)
        let second = try scenario.commit("Second")
        try scenario.origin.git(["update-ref", "refs/changes/7/1", second.text])
        _ = try await scenario.mirror.update()
        #expect(try await scenario.mirror.references(below: "refs/changes/") == ["refs/changes/7/1": second])
        try scenario.origin.git(["update-ref", "-d", "refs/changes/7/1"])
        _ = try await scenario.mirror.update()
        #expect(try await scenario.mirror.references(below: "refs/changes/").isEmpty)
    }

    @Test("and says what to do when the mirror is damaged")
    func damagedMirror() async throws {
        let scenario = try MirrorScenario()
        try scenario.commit("First")
        _ = try await scenario.mirror.update()
        try FileManager.default.removeItem(atPath: scenario.mirror.directory + "/repository.git/objects")
        let error = await failure { () async throws(Failure) in try await scenario.mirror.update() }
        #expect(error?.code == .repositoryFailed)
        #expect(error?.remedy?.contains(scenario.mirror.directory) == true)
    }

    @Test("and refuses to be read before there is anything")
    func unread() async throws {
        let scenario = try MirrorScenario()
        let error = await failure { () async throws(Failure) in try await scenario.mirror.resolve("main") }
        #expect(error?.code == .repositoryFailed)
        #expect(error?.remedy == "fetch the repository first")
    }

    @Test("and refuses a branch that is none", arguments: ["", "a..b", "a b", "-", "/x", "x.lock"])
    func branchName(name: String) async throws {
        let scenario = try MirrorScenario(branch: name)
        try scenario.commit("First")
        let error = await failure { () async throws(Failure) in try await scenario.mirror.update() }
        #expect(error?.code == (name == "-" ? .revisionUnknown : .configurationInvalid))
    }

    @Test("with several mirrors of one directory at once")
    func concurrentUpdates() async throws {
        let scenario = try MirrorScenario()
        let head = try scenario.commit("First", ["a": String(repeating: "x", count: 100_000)])
        let location = try RepositoryLocation(scenario.origin.directory)
        let directory = scenario.mirror.directory
        let outcomes = try await withThrowingTaskGroup(of: FetchOutcome.self) { group in
            for _ in 0..<8 {
                group.addTask { try await GitMirror(directory: directory, of: location, branch: "main").update() }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == .advanced(from: nil, to: head) }.count == 1)
        #expect(outcomes.filter { $0 == .unchanged(head) }.count == 7)
    }
}
