import Foundation
import GRDB
import Testing

@testable import Ledger

/// Who asks questions of the past, for however long, is in nobody's way.
@Suite("Readers beside a run")
struct ReaderTests {
    /// Both readers go on until the runs have ended and the log was carried over
    /// as far as they let it; who waits for one of them waits in vain.
    @Test("A run is recorded to its end while two readers, one of them another program, are in the middle of an answer")
    func run() async throws {
        let fixture = try LedgerFixture()
        let ledger = try fixture.open()
        try await record(1, in: ledger)
        let other = try OtherReader(of: fixture.path)
        let (readings, began) = AsyncStream.makeStream(of: Void.self)
        let ended = DispatchSemaphore(value: 0)
        async let seen = ledger.read("count") { database in
            let before = try Int.fetchOne(database, sql: "SELECT count(*) FROM step")
            began.yield()
            #expect(ended.wait(timeout: .now() + 20) == .success, "the run waits for the reader")
            return [before, try Int.fetchOne(database, sql: "SELECT count(*) FROM step")]
        }
        for await _ in readings { break }

        do {
            try await record(2, in: ledger)
            try await ledger.pool.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
            try await record(3, in: ledger)
        } catch {
            Issue.record(error)
        }
        #expect(try await ledger.runs(limit: 5).map(\.outcome) == ["succeeded", "succeeded", "succeeded"])
        ended.signal()
        // Each answers for the moment at which it began.
        #expect(try await seen == [10, 10])
        #expect(try other.end() == "10 10")
        #expect(try await ledger.verifyAuditChain().records > 30)
    }

    private func record(_ number: Int, in ledger: LedgerStore) async throws {
        let plan = try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}")
        let run = try await ledger.beginRun(plan: plan, commit: LedgerFixture.commit, actor: "ada", command: "apply")
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada")
        for part in 0..<10 {
            let step = try LedgerFixture.step("n\(number)-\(part)")
            try await journal.recordIntent(step)
            try await journal.recordEnd(step, outcome: "succeeded", code: nil, detail: nil)
        }
        try await ledger.endRun(run, actor: "ada", outcome: .succeeded)
    }
}

/// A program of somebody else with a transaction that reads, from its making to
/// its end.
private final class OtherReader {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(of path: String) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            "-c",
            """
            import sqlite3, sys
            connection = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True, isolation_level=None)
            connection.execute("BEGIN")
            count = lambda: connection.execute("SELECT count(*) FROM step").fetchone()[0]
            before = count()
            print("reading", flush=True)
            sys.stdin.read()
            print(before, count())
            """, path,
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let said = output.fileHandleForReading.availableData
        try #require(String(decoding: said, as: UTF8.self).hasPrefix("reading"))
    }

    deinit { if process.isRunning { process.terminate() } }

    /// - Returns: what it counted, first and last.
    func end() throws -> String {
        try input.fileHandleForWriting.close()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
