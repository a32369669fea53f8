import BrokerModel
import DesiredStateReader
import Foundation
import GitRepository
import TestSupport
import Testing

@testable import Reconciliation

@Suite("Who brought a line")
struct LineBlameTests {
    private let repository: GitFixture
    private static let file = "versions.yaml"

    init() throws {
        repository = try GitFixture()
    }

    private func commit(_ message: String, _ text: String, at second: Int) throws -> String {
        try repository.commit(message, [Self.file: text], time: 1_700_000_000 + second)
    }

    /// What brought the value that stands under a key at the head.
    private func introduction(of key: String) async throws -> String? {
        let directory = GitFixture.temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let mirror = GitMirror(
            directory: directory, of: try RepositoryLocation(repository.directory), branch: "main")
        let head = try await mirror.update().head
        let bytes = try #require(try await mirror.file(at: Self.file, in: head))
        let scalar = SourceScalar.all(of: SourceFile(path: Self.file, bytes: bytes)).first { $0.path == key }
        var blame = LineBlame(repository: mirror, directory: ".")
        return try await blame.introduction(of: try #require(scalar), at: head).map { found in
            #expect(!found.isBound)
            return found.0.id.text
        }
    }

    @Test(
        "The commit from which on the value stood, however often the file was changed since",
        arguments: [0, 1, 7, 8, 9, 41])
    func straight(times: Int) async throws {
        _ = try commit("Earlier", "antiloop: a:1\nredis: r:0\n", at: 0)
        _ = try commit("Another", "antiloop: a:2\nredis: r:0\n", at: 1)
        let brought = try commit("Back", "antiloop: a:1\nredis: r:0\n", at: 2)
        for number in 0..<times { _ = try commit("Redis", "antiloop: a:1\nredis: r:\(number + 1)\n", at: 3 + number) }
        #expect(try await introduction(of: "antiloop") == brought)
    }

    @Test("Of two changes that were made side by side and merged, each brought its own", arguments: [false, true])
    func merged(isFollowed: Bool) async throws {
        func text(_ antiloop: Int, _ redis: Int, _ traefik: Int = 0) -> String {
            "antiloop: a:\(antiloop)\n\n\n\nredis: r:\(redis)\n\n\n\ntraefik: t:\(traefik)\n"
        }
        _ = try commit("Base", text(1, 1), at: 0)
        try repository.git(["checkout", "--quiet", "-b", "one"])
        let one = try commit("Antiloop", text(2, 1), at: 1)
        try repository.git(["checkout", "--quiet", "-b", "other", "main"])
        let other = try commit("Redis", text(1, 2), at: 2)
        try repository.git(["checkout", "--quiet", "main"])
        try repository.git(["merge", "--quiet", "--no-ff", "--message", "Merge one", "one"], time: 1_700_000_003)
        try repository.git(["merge", "--quiet", "--no-ff", "--message", "Merge other", "other"], time: 1_700_000_004)
        if isFollowed { _ = try commit("Traefik", text(2, 2, 1), at: 5) }
        #expect(try await introduction(of: "antiloop") == one)
        #expect(try await introduction(of: "redis") == other)
    }

    @Test("What the merge itself says was brought by it")
    func byTheMerge() async throws {
        _ = try commit("Base", "antiloop: a:1\n", at: 0)
        try repository.git(["checkout", "--quiet", "-b", "one"])
        _ = try commit("One", "antiloop: a:2\n", at: 1)
        try repository.git(["checkout", "--quiet", "main"])
        _ = try commit("Two", "antiloop: a:3\n", at: 2)
        try repository.git(["merge", "--quiet", "--strategy", "ours", "--message", "Merge", "one"], time: 1_700_000_003)
        try repository.write([Self.file: "antiloop: a:4\n"])
        try repository.git(["commit", "--quiet", "--all", "--amend", "--no-edit"], time: 1_700_000_004)
        let merge = try repository.git(["rev-parse", "HEAD"])
        #expect(try await introduction(of: "antiloop") == merge)
    }
}
