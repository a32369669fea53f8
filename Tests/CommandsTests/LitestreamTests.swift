import BrokerModel
import Foundation
import Ledger
import TestSupport
import Testing

/// Litestream itself beside Isobar, under the configuration in `deploy/`. It is named by
/// `ISOBAR_LITESTREAM`; `make test` fetches it.
@Suite("Litestream beside Isobar", .timeLimit(.minutes(2)))
struct LitestreamTests {
    @Test("What is recorded while it runs is in its copy, from which a ledger that is gone comes back whole")
    func copied() async throws {
        let program = try #require(
            ProcessInfo.processInfo.environment["ISOBAR_LITESTREAM"], "run these tests with: make test")
        let controller = try await Controller()
        #expect(try controller.isobar("plan").status == 8)
        let copies = controller.directory + "/copies"
        let settings = try Self.settings(ledger: controller.database, copies: copies)
        try controller.write("litestream.yml", settings)

        let log = controller.directory + "/litestream.log"
        let file = open(log, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(file) }
        let litestream = try SpawnedProgram(
            program, ["replicate", "-config", controller.directory + "/litestream.yml"], environment: [:],
            directory: controller.directory, output: file, errorOutput: file)
        defer { litestream.killAndWait() }
        while try !controller.read("litestream.log").contains("replicating to") {
            try await Task.sleep(for: .milliseconds(20))
        }
        for name in ["ada", "bob", "eve"] {
            #expect(try controller.isobar("token", "create", name, "--role", "viewer").status == 0)
        }
        #expect(try controller.isobar("apply", "--yes").status == 8)
        let verified = try controller.isobar("audit", "verify")
        #expect(verified.status == 0, "\(verified.errorOutput)")
        let head = try #require(verified.output.split(separator: "\n").last { $0.hasPrefix("head") })
        let copy = try await Self.copy(program, of: copies, head: head.drop { $0 != " " }.drop { $0 == " " })
        litestream.signal(SIGTERM)
        #expect(litestream.wait() == 0)

        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: controller.database + ending)
        }
        let ended = try controller.isobar("restore", copy)
        #expect(ended.status == 0, "\(ended.errorOutput)")
        #expect(try controller.isobar("audit", "verify").status == 0)
        let entries = try controller.isobar("audit", "log").output
        for name in ["ada", "bob", "eve"] { #expect(entries.contains("token/\(name)")) }
        #expect(entries.contains("restored"))
    }

    /// Waits until all that the ledger holds is in its copy.
    ///
    /// - Returns: the copy as a file.
    private static func copy(_ program: String, of copies: String, head: Substring) async throws -> String {
        for attempt in 1... {
            let copy = copies + "-\(attempt).sqlite"
            // There is none before its first interval is over.
            if (try? await ChildProcess.run(program, ["restore", "-o", copy, "file://" + copies])) != nil {
                let found = try await LedgerStore(path: copy) { Timestamp(seconds: 0) }.verifyAuditChain()
                if head.hasPrefix("\(found.records):") { return copy }
            }
            try await Task.sleep(for: .milliseconds(200))
        }
        return copies
    }

    /// The configuration in `deploy/`, for another ledger and another place.
    private static func settings(ledger: String, copies: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appendingPathComponent("deploy/litestream/litestream.yml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try #require(text.contains("/var/lib/isobar/isobar.sqlite") && text.contains("/mnt/backup/isobar"))
        return text.replacing("/var/lib/isobar/isobar.sqlite", with: ledger)
            .replacing("/mnt/backup/isobar", with: copies)
    }
}
