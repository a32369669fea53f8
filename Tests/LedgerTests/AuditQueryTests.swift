import BrokerModel
import Foundation
import GRDB
import Synchronization
import Testing

@testable import Ledger

@Suite("Filters of the audit log")
struct AuditQueryTests {
    let ledger: LedgerStore
    let fixture: LedgerFixture

    /// Three runs of two commits, and what is decided beside them.
    init() async throws {
        fixture = try LedgerFixture()
        ledger = try fixture.open()
        try await run(
            "ada@a", 0xAB,
            [("waloop01/container/ca-eccc-msc", .create, "succeeded"), ("waloop02/container/x", .create, "failed")])
        try await ledger.note("pause", "node/ca-eccc-msc", by: "ada@b", outcome: "until then", detail: "storm")
        try await run(
            "eve@a", 0xAC,
            [("waloop01/container/ca-eccc-msc", .replace, "failed"), ("wlb01/file/etc/x", .update, "skipped")])
        try await ledger.note("pause", "host/waloop01", by: "eve@a", outcome: "until then", detail: nil)
        try await ledger.note("refuse", "plan/1", by: "isobar", outcome: "failed", detail: nil)
        try await run("ada@a", 0xAB, [("waloop01/container/ca-eccc-msc", .replace, "succeeded")])
        var record = LedgerFixture.commit
        record.hash = Array(repeating: 0xAB, count: 20)
        try await ledger.record(sighting: record, by: "isobar")
    }

    private func run(_ actor: String, _ commit: UInt8, _ steps: [(String, StepAction, String)]) async throws {
        var record = LedgerFixture.commit
        record.hash = Array(repeating: commit, count: 20)
        let plan = try await ledger.record(plan: LedgerFixture.plan(), commit: record, body: "{}")
        let run = try await ledger.beginRun(plan: plan, commit: record, actor: actor, command: "apply")
        let journal = RunJournal(ledger: ledger, run: run, actor: actor)
        for (address, action, outcome) in steps {
            let resource = try #require(ResourceAddress(address))
            let step = Step(
                id: StepID("\(resource)#\(action.rawValue)"), resource: resource, action: action, verb: "v",
                cause: .pending, changes: [FieldChange(field: "image", from: nil, to: "x:1")], reason: "test")
            try await journal.recordIntent(step)
            try await journal.recordEnd(step, outcome: outcome, code: nil, detail: nil)
        }
        try await ledger.endRun(run, actor: actor, outcome: .succeeded)
    }

    /// All that a filter can be, each with each other.
    private func filters(over all: [AuditEntry]) throws -> [HistoryFilter] {
        var filters = [HistoryFilter(limit: 100)]
        var counts = [0]
        func cross(_ choices: [@Sendable (inout HistoryFilter) -> Void]) {
            for (filter, count) in zip(filters, counts) where count < 2 {
                for choice in choices {
                    var narrowed = filter
                    choice(&narrowed)
                    filters.append(narrowed)
                    counts.append(count + 1)
                }
            }
        }
        let host = try #require(HostName("waloop01"))
        let node = try #require(CentreID("ca-eccc-msc"))
        let middle = try #require(all.dropFirst(all.count / 2).first).at
        cross([{ $0.actor = "ada" }, { $0.actor = "ada@b" }, { $0.actor = "nobody" }])
        cross([{ $0.actions = ["replace"] }, { $0.actions = ["pause", "apply"] }, { $0.actions = ["nothing"] }])
        cross([{ $0.outcomes = ["failed"] }, { $0.outcomes = ["begun", "succeeded"] }])
        cross([{ $0.commit = "abab" }, { $0.commit = "a" }, { $0.commit = "0000" }])
        cross([{ $0.hosts = [host] }, { $0.nodes = [node] }, { $0.resources = ["waloop01/container"] }])
        cross([{ $0.since = middle }, { $0.until = middle }])
        return filters
    }

    /// What a filter means, by reading all.
    private func matches(_ entry: AuditEntry, _ filter: HistoryFilter, _ commits: [RunID: String]) -> Bool {
        if let actor = filter.actor, entry.actor != actor, !entry.actor.hasPrefix(actor + "@") { return false }
        if !filter.actions.isEmpty, !filter.actions.contains(entry.action) { return false }
        if !filter.outcomes.isEmpty, !filter.outcomes.contains(entry.outcome) { return false }
        let commit = entry.commit ?? entry.run.flatMap { commits[$0] } ?? "-"
        if let digits = filter.commit, !commit.hasPrefix(digits) { return false }
        if let since = filter.since, entry.at < since { return false }
        if let until = filter.until, entry.at >= until { return false }
        if filter.hosts.first != nil { return entry.subject.hasPrefix("waloop01/") || entry.subject == "host/waloop01" }
        if filter.nodes.first != nil { return entry.subject.hasSuffix("/ca-eccc-msc") }
        return filter.resources.isEmpty || entry.subject.hasPrefix("waloop01/container/")
    }

    @Test("Each filter with each other finds what reading all finds, in pages too, and so does an excerpt")
    func filters() async throws {
        let all = try await ledger.auditEntries(matching: HistoryFilter(limit: 100))
        #expect(all.map(\.sequence) == Array((1...Int64(all.count)).reversed()) && all.count == 15)
        let commits = Dictionary(
            uniqueKeysWithValues: try await ledger.runs(limit: 9).map { ($0.id, $0.commit ?? "") })
        var found = 0
        for filter in try filters(over: all) {
            let wanted = all.filter { matches($0, filter, commits) }
            found += wanted.count
            #expect(try await ledger.auditEntries(matching: filter) == wanted, "\(filter)")
            var page = filter
            for limit in 1...4 {
                page.limit = limit
                #expect(try await ledger.auditEntries(matching: page) == Array(wanted.prefix(limit)), "\(filter)")
                let second = try await ledger.auditEntries(matching: page, before: wanted.first?.sequence)
                #expect(second == Array((wanted.isEmpty ? [] : wanted.dropFirst().prefix(limit))), "\(filter)")
            }
            let lines = Mutex<[Int64]>([])
            _ = try await ledger.exportAudit(matching: filter) { line in
                let record = try JSONDecoder().decode(ExportLine.self, from: Data(line)).record
                if let record { lines.withLock { $0.insert(record.sequence, at: 0) } }
            }
            #expect(lines.withLock { $0 } == wanted.map(\.sequence), "\(filter)")
        }
        #expect(found > 80)
    }

    @Test("No filter walks through the chain: each reads streams of an index from their end")
    func indices() async throws {
        let all = try await ledger.auditEntries(matching: HistoryFilter(limit: 100))
        let filters = try filters(over: all)
        try await ledger.read("explain") { database in
            for filter in filters {
                let query = try AuditQuery(filter, before: nil, in: database)
                let times = [filter.since, filter.until].compactMap { $0?.microseconds }
                for stream in try query.streams() {
                    let details = try Row.fetchAll(
                        database, sql: "EXPLAIN QUERY PLAN " + query.sql(stream),
                        arguments: StatementArguments(stream.values + [0, 99] + times + [1])
                    ).map { $0["detail"] as String }
                    // By all that is the same in a stream.
                    let columns = stream.columns.map { "\($0)=?" }.joined(separator: " AND ")
                    let means = stream.index.map { "INDEX \($0) (\(columns)" } ?? "INTEGER PRIMARY KEY ("
                    let reads = details.contains { $0.hasPrefix("SEARCH audit ") && $0.contains(means) }
                    #expect(reads, "\(filter): \(details)")
                    let ofAll = HistoryFilter(since: filter.since, until: filter.until, limit: 100)
                    #expect(stream.index != nil || filter == ofAll, "\(filter)")
                    // Of a run there are as many as it had steps; all other streams are in order.
                    let isSorted = details.contains { $0.contains("TEMP B-TREE") }
                    #expect(!isSorted || stream.index == "audit_run", "\(filter): \(details)")
                }
            }
        }
    }

    @Test("Until and since any moment there are the records of that time, also where the clock was set back")
    func times() async throws {
        let hour: Int64 = 3600
        let now = Mutex<Int64>(1_000_000)
        let fixture = try LedgerFixture()
        let ledger = try LedgerStore(path: fixture.path) { Timestamp(seconds: now.withLock { $0 }) }
        for number in 0..<300 {
            // Eleven hours back, each four days.
            now.withLock { $0 += number % 96 == 95 ? -11 * hour : hour }
            try await ledger.note("login", "token/\(number % 3)", by: "token/a", outcome: "\(number % 2)", detail: nil)
        }
        let all = try await ledger.auditEntries(matching: HistoryFilter(limit: 1000))
        #expect(all.count == 300)
        for second in stride(from: 1_000_000 - hour, to: 1_000_000 + 310 * hour, by: Int(7 * hour) + 1800) {
            let moment = Timestamp(seconds: Int64(second))
            for outcomes in [[], ["1"]] {
                let those = all.filter { outcomes.isEmpty || outcomes.contains($0.outcome) }
                let before = those.filter { $0.at < moment }
                let until = HistoryFilter(outcomes: outcomes, until: moment, limit: 1000)
                #expect(try await ledger.auditEntries(matching: until) == before)
                let since = HistoryFilter(outcomes: outcomes, since: moment, limit: 1000)
                #expect(try await ledger.auditEntries(matching: since) == those.filter { $0.at >= moment })
            }
        }
        // What lies outside is not read: the bounds are a day from the time.
        let span = try await ledger.read("bounds") { database in
            let span = try AuditSpan(
                since: Timestamp(seconds: 1_000_000 + 200 * hour), until: Timestamp(seconds: 1_000_000 + 210 * hour),
                before: nil, in: database)
            return span.before - span.after
        }
        #expect(span < 80, "\(span)")
    }

    @Test("Words that no record has are told, with those that records have")
    func unrecorded() async throws {
        let words = try await ledger.unrecordedWords(in: HistoryFilter(actions: ["pause", "paus"], outcomes: ["failed"]))
        #expect(words?.actions == ["paus"] && words?.outcomes == [])
        #expect(words?.recordedActions == ["apply", "create", "end", "pause", "refuse", "replace", "see", "update"])
        #expect(words?.recordedOutcomes == ["begun", "failed", "seen", "skipped", "succeeded", "until then"])
        #expect(try await ledger.unrecordedWords(in: HistoryFilter(actions: ["pause"], outcomes: ["seen"])) == nil)
        #expect(try await ledger.unrecordedWords(in: HistoryFilter()) == nil)
    }
}
