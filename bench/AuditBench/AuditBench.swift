import BenchSupport
import BrokerModel
import Foundation
import History
import Ledger

/// How long questions about the past take, over a history of many records.
///
/// Usage: AuditBench DIRECTORY [RECORDS [QUESTIONS]]
///
/// Writes a ledger of so many records (200,000) into the directory and asks it,
/// each question so often (200) about another moment, node or host. With
/// ISOBAR_BENCH_KEEP it is left there; in the place of the directory its file can
/// be given later, and is asked again.
@main
struct AuditBench {
    private let history: GeneratedHistory
    private let path: String
    private let last: Int64
    private let questions: Int
    private let rows: Int

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let directory = arguments.first else {
            throw Unusable("usage: AuditBench DIRECTORY [RECORDS [QUESTIONS]]")
        }
        let records = arguments.dropFirst().first.flatMap { Int($0) } ?? 200_000
        let questions = arguments.dropFirst(2).first.flatMap { Int($0) } ?? 200
        let isThere = directory.hasSuffix(".sqlite")
        let path = isThere ? directory : directory + "/audit-bench-\(UUID().uuidString).sqlite"
        // To look at it afterwards.
        let isKept = isThere || ProcessInfo.processInfo.environment["ISOBAR_BENCH_KEEP"] != nil
        defer {
            for ending in ["", "-wal", "-shm"] where !isKept { try? FileManager.default.removeItem(atPath: path + ending) }
        }
        let history = try GeneratedHistory(path: path)
        let (rows, last) =
            isThere ? try LedgerSize.contents(of: path) : try await history.write(records: records)
        history.turnClock(to: last)
        print(Row("the past, \(rows) records", "\((last - GeneratedHistory.start) / 86_400) days, \(GeneratedHistory.nodes) nodes"))
        let bench = AuditBench(history: history, path: path, last: last, questions: max(1, questions), rows: rows)
        try await bench.measure()
    }

    struct Unusable: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    private func measure() async throws {
        let ledger = history.ledger
        let filters = AskedFilters(history: history, last: last)
        for (name, filter) in filters.ofHistory {
            try await ask("- history \(name), first page", goal: "10 ms") { number in
                let asked = filter(number)
                if asked.asksForSteps {
                    _ = try await ledger.steps(matching: asked)
                } else {
                    _ = try await ledger.runs(matching: asked)
                }
            }
        }
        for (name, filter) in filters.ofRecords {
            try await ask("- audit log \(name), first page", goal: "10 ms") { number in
                _ = try await ledger.auditEntries(matching: filter(number))
            }
        }
        try await ask("- state --at", goal: "20 ms") { _ = try await ledger.state(at: moment($0)) }
        try await ask("- state --at, one host", goal: "") { number in
            _ = try await ledger.state(
                at: moment(number), matching: HistoryFilter(hosts: [history.hosts[number % history.hosts.count]]))
        }
        try await ask("- why: what was done to a resource, and seen of it", goal: "20 ms") { number in
            let address = history.address(number % GeneratedHistory.nodes, 0)
            let steps = try await ledger.steps(on: address, limit: 5)
            _ = try await ledger.sightings(of: address)
            _ = try await ledger.seenProperties(of: address)
            for moment in steps.succeeded.compactMap(\.step.endedAt) {
                _ = try await ledger.seenProperties(of: address, from: moment)
            }
        }
        let why = try await WhyMeasurement(history: history, path: path, last: last).prepare()
        try await ask("- why, as it is asked: ledger, plan, files, who brought the line", goal: "20 ms", why)
        let clock = ContinuousClock()
        var proven: Int64 = 0
        let verifying = try await clock.measure { proven = try await ledger.verifyAuditChain().proven }
        print(Row("- verify, records a second", "\(Self.rate(proven, verifying)) (\(proven) records)", goal: "300000"))
        try await append()
        try size()
    }

    /// Spread over the whole time, near the looks.
    private func moment(_ number: Int) -> Timestamp {
        let days = (last - GeneratedHistory.start) / 86_400
        return Timestamp(seconds: GeneratedHistory.start + (Int64(number) * 7919 % max(1, days)) * 86_400 + 700)
    }

    private func ask(_ subject: String, goal: String, _ question: (Int) async throws -> Void) async throws {
        let clock = ContinuousClock()
        for number in 0..<3 { try await question(number) }
        var samples: [Duration] = []
        for number in 0..<questions {
            samples.append(try await clock.measure { try await question(number) })
        }
        let figures = Figures(samples)
        let worst = samples.sorted()[(samples.count * 99 - 1) / 100]
        print(Row(subject, "p99 \(Self.milliseconds(worst)) ms; \(figures)", goal: goal))
    }

    /// Runs one after the other, as they are in the past, while a reader asks all the time.
    private func append() async throws {
        let ledger = history.ledger
        let reader = Task {
            var number = 0
            while !Task.isCancelled {
                _ = try await ledger.state(at: moment(number))
                number += 1
            }
        }
        defer { reader.cancel() }
        let commit = CommitRecord(hash: Array(repeating: 1, count: 20), author: "Ada", authoredAt: 1, summary: "append")
        guard let broker = CentreID("xx-example-global-broker") else { return }
        let plan = Plan(
            digest: Digest(of: "append"), commit: String(repeating: "01", count: 20), broker: broker, observedAt: 1, steps: [])
        let number = try await ledger.record(plan: plan, commit: commit, body: "{}")
        var taken = Duration.zero
        var records: Int64 = 0
        for version in 0..<20 {
            let run = try await ledger.beginRun(plan: number, commit: commit, actor: "ada@wmanage", command: "apply")
            let steps = (0..<GeneratedHistory.nodes * 2).map { index in
                history.step(history.address(index / 2, index % 2), version)
            }
            let journal = RunJournal(ledger: ledger, run: run, actor: "ada@wmanage")
            taken += try await ContinuousClock().measure { try await history.append(steps, to: journal) }
            records += Int64(steps.count * 2)
            try await ledger.endRun(run, actor: "ada@wmanage", outcome: .succeeded)
        }
        print(Row("- append while a reader reads, records a second", "\(Self.rate(records, taken))", goal: "20000"))
    }

    /// Pages of the file, divided by the rows it is about; texts stand apart.
    private func size() throws {
        let size = try LedgerSize(of: path)
        print(Row("- bytes a record, with indexes, without texts", "\(size.rows / rows)", goal: "250"))
        print(Row("- bytes a record, of texts", "\(size.texts / rows)"))
    }

    private static func rate(_ records: Int64, _ taken: Duration) -> Int {
        Int(Double(records) / (taken / .seconds(1)))
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        ((duration / .microseconds(10)).rounded()) / 100
    }
}
