import BrokerModel
import Foundation
import GitRepository
import Ledger
import Reconciliation
import TestSupport
import Testing

/// A controller in a directory of its own: a git repository, a ledger, and
/// hosts of which none answers.
final class World: Sendable {
    static let now = Timestamp(seconds: 1_780_000_000)

    let directory: String
    let repository: GitFixture

    init() throws {
        directory = GitFixture.temporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        repository = try GitFixture(at: directory + "/state")
        try Data("not a key".utf8).write(to: URL(fileURLWithPath: directory + "/key"))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// - Parameters:
    ///   - surroundings: nil means that no host answers.
    ///   - more: further lines of `isobar.yaml`.
    func reconciler(_ surroundings: Surroundings? = nil, more: String = "") throws -> Reconciler {
        let text = """
            formatVersion: 1
            repository: {url: \(repository.directory)}
            database: isobar.sqlite
            ssh: {identityFile: key}

            """ + more
        let read = ControllerConfiguration.read(Array(text.utf8), file: "isobar.yaml", directory: directory)
        let configuration = try #require(read.configuration, "\(read.diagnostics)")
        return try Reconciler(
            configuration, holder: "test:1", clock: { Self.now },
            surroundings: surroundings
                ?? Surroundings(transport: { host in
                    throw Failure(
                        .hostUnreachable, attempted: "connect", on: host.name.text, response: "nobody answers")
                }))
    }

    /// Records, as a whole run that succeeded, that a commit was applied.
    func recordAsApplied(_ commit: String, in ledger: LedgerStore) async throws {
        let record = CommitRecord(
            hash: stride(from: 0, to: commit.count, by: 2).compactMap {
                UInt8(commit.dropFirst($0).prefix(2), radix: 16)
            }, author: "Ada <ada@example.org>", authoredAt: 1, summary: "a commit")
        let plan = Plan(
            digest: Digest(of: "plan"), commit: commit, broker: try #require(CentreID("xx-example-global-broker")),
            observedAt: Self.now, steps: [])
        let number = try await ledger.record(plan: plan, commit: record, body: "{}")
        let run = try await ledger.beginRun(
            plan: number, commit: record, actor: "ada", command: LedgerStore.wholeApply)
        try await ledger.endRun(run, actor: "ada", outcome: .succeeded)
    }
}
