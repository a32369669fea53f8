import BrokerModel
import Testing

@testable import Ledger

@Suite("Questions about the past")
struct HistoryTests {
    let ledger: LedgerStore
    let fixture: LedgerFixture

    /// Four runs:
    /// 1 by ada@a of commit ab…: creates ca on waloop01 and waloop02, succeeded
    /// 2 by ada@b of commit ac…: replaces ca on waloop01, failed; a file of ca skipped
    /// 3 by eve@a of commit ab…: a file on wlb01, succeeded
    /// 4 by adam@a of commit ff…: nothing, open
    init() async throws {
        fixture = try LedgerFixture()
        ledger = try fixture.open()
        try await run(
            "ada@a", 0xAB, [("waloop01/container/ca-eccc-msc", .create, "succeeded"), ("waloop02/container/ca-eccc-msc", .create, "succeeded")],
            .succeeded)
        try await run(
            "ada@b", 0xAC,
            [
                ("waloop01/container/ca-eccc-msc", .replace, "failed"),
                ("waloop01/file/home/gb/ca-eccc-msc/ca-eccc-msc.env", .update, "skipped"),
            ], .failed)
        try await run("eve@a", 0xAB, [("wlb01/file/etc/haproxy/haproxy.cfg", .update, "succeeded")], .succeeded)
        try await run("adam@a", 0xFF, [], nil)
    }

    private func run(
        _ actor: String, _ commit: UInt8, _ steps: [(String, StepAction, String)], _ outcome: RunOutcome?
    ) async throws {
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
            if outcome != "skipped" { try await journal.recordIntent(step) }
            try await journal.recordEnd(step, outcome: outcome, code: nil, detail: nil)
        }
        if let outcome { try await ledger.endRun(run, actor: actor, outcome: outcome) }
    }

    struct RunCase: Sendable, CustomTestStringConvertible {
        var filter: HistoryFilter
        var runs: [Int64]
        var testDescription: String { "\(runs)" }
    }

    @Test(
        "Runs, the newest first",
        arguments: [
            RunCase(filter: HistoryFilter(), runs: [4, 3, 2, 1]),
            RunCase(filter: HistoryFilter(actor: "ada"), runs: [2, 1]),
            RunCase(filter: HistoryFilter(actor: "ada@a"), runs: [1]),
            RunCase(filter: HistoryFilter(actor: "nobody"), runs: []),
            RunCase(filter: HistoryFilter(commit: "abab"), runs: [3, 1]),
            RunCase(filter: HistoryFilter(commit: "a"), runs: [3, 2, 1]),
            RunCase(filter: HistoryFilter(commit: String(repeating: "f", count: 40)), runs: [4]),
            RunCase(filter: HistoryFilter(commit: String(repeating: "f", count: 5)), runs: [4]),
            RunCase(filter: HistoryFilter(commit: "zz"), runs: []),
            RunCase(filter: HistoryFilter(outcomes: ["succeeded"]), runs: [3, 1]),
            RunCase(filter: HistoryFilter(outcomes: ["failed", "succeeded"]), runs: [3, 2, 1]),
            RunCase(filter: HistoryFilter(actor: "ada", outcomes: ["failed"]), runs: [2]),
            RunCase(filter: HistoryFilter(until: 0), runs: []),
        ])
    func runs(_ test: RunCase) async throws {
        #expect(try await ledger.runs(matching: test.filter).entries.map(\.id.number) == test.runs)
    }

    @Test("A time window holds its beginning and not its end")
    func window() async throws {
        let all = try await ledger.runs(matching: HistoryFilter()).entries
        let second = try #require(all.first { $0.id.number == 2 }).startedAt
        let third = try #require(all.first { $0.id.number == 3 }).startedAt
        #expect(try await ledger.runs(matching: HistoryFilter(since: second)).entries.map(\.id.number) == [4, 3, 2])
        #expect(
            try await ledger.runs(matching: HistoryFilter(since: second, until: third)).entries.map(\.id.number) == [2])
        let steps = try await ledger.steps(
            matching: HistoryFilter(actions: StepAction.allCases.map(\.rawValue), since: second, until: third))
        #expect(steps.entries.map(\.run.number) == [2, 2])
    }

    @Test("Until any moment there are the steps that had begun before it, on hosts as everywhere")
    func untilAnyMoment() async throws {
        let hosts = try ["waloop01", "waloop02", "wlb01"].map { try #require(HostName($0)) }
        let actions = StepAction.allCases.map(\.rawValue)
        let all = try await ledger.steps(matching: HistoryFilter(actions: actions)).entries
        #expect(all.count == 5)
        let last = try #require(all.first?.step.endedAt)
        for second in 0...(last.microseconds / 1_000_000 + 2) {
            let until = Timestamp(seconds: second)
            let before = all.filter { ($0.step.intendedAt ?? $0.step.endedAt ?? until) < until }
            #expect(try await ledger.steps(matching: HistoryFilter(hosts: hosts, until: until)).entries == before)
            #expect(try await ledger.steps(matching: HistoryFilter(actions: actions, until: until)).entries == before)
        }
    }

    @Test("The limit is kept, and more is said to be there")
    func limit() async throws {
        let page = try await ledger.runs(matching: HistoryFilter(limit: 3))
        #expect(page.entries.map(\.id.number) == [4, 3, 2])
        #expect(page.hasMore)
        #expect(try await !ledger.runs(matching: HistoryFilter(limit: 4)).hasMore)
    }

    @Test("Pages follow each other without a gap, whatever happens meanwhile")
    func pages() async throws {
        let first = try await ledger.runs(matching: HistoryFilter(limit: 2))
        #expect(first.entries.map(\.id.number) == [4, 3])
        try await run("eve@a", 0xAB, [], .succeeded)
        let cursor = try #require(first.next)
        let second = try await ledger.runs(matching: HistoryFilter(limit: 2, after: cursor))
        #expect(second.entries.map(\.id.number) == [2, 1])
        #expect(second.next == nil)

        var filter = HistoryFilter(actions: StepAction.allCases.map(\.rawValue), limit: 2)
        var found: [Int64] = []
        var pages = 0
        repeat {
            let page = try await ledger.steps(matching: filter)
            found += page.entries.map(\.number)
            filter.after = page.next
            pages += 1
        } while filter.after != nil
        #expect(found == [5, 4, 3, 2, 1] && pages == 3)
    }

    @Test("A cursor is what it says, and nothing else", arguments: [
        ("runs-7", true), ("steps-9223372036854775807", true), ("runs-0", false), ("runs", false), ("runs-", false),
        ("run-7", false), ("runs-7-8", false), ("runs--7", false), ("runs-9223372036854775808", false),
    ])
    func cursors(text: String, isOne: Bool) {
        #expect(HistoryCursor(text)?.description == (isOne ? text : nil))
    }

    struct StepCase: Sendable, CustomTestStringConvertible {
        var name: String
        var hosts: [String] = []
        var nodes: [String] = []
        var resources: [String] = []
        var actions: [String] = []
        var outcomes: [String] = []
        var actor: String?
        var steps: [String]
        var testDescription: String { name }

        func filter() throws -> HistoryFilter {
            HistoryFilter(
                hosts: try hosts.map { try #require(HostName($0)) }, nodes: try nodes.map { try #require(CentreID($0)) },
                resources: resources, actor: actor, actions: actions, outcomes: outcomes)
        }
    }

    static let created1 = "1 waloop01/container/ca-eccc-msc"
    static let created2 = "1 waloop02/container/ca-eccc-msc"
    static let replaced = "2 waloop01/container/ca-eccc-msc"
    static let skipped = "2 waloop01/file/home/gb/ca-eccc-msc/ca-eccc-msc.env"
    static let balanced = "3 wlb01/file/etc/haproxy/haproxy.cfg"

    @Test(
        "Steps, the newest first",
        arguments: [
            StepCase(name: "host", hosts: ["waloop01"], steps: [skipped, replaced, created1]),
            StepCase(name: "hosts", hosts: ["waloop02", "wlb01"], steps: [balanced, created2]),
            StepCase(name: "beginning of a host's name", hosts: ["waloop0"], steps: []),
            StepCase(name: "node", nodes: ["ca-eccc-msc"], steps: [skipped, replaced, created2, created1]),
            StepCase(name: "beginning of a node's name", nodes: ["ca-eccc"], steps: []),
            StepCase(name: "node on a host", hosts: ["waloop02"], nodes: ["ca-eccc-msc"], steps: [created2]),
            StepCase(name: "resource", resources: ["waloop01/container/ca-eccc-msc"], steps: [replaced, created1]),
            StepCase(name: "below", resources: ["wlb01/file/etc"], steps: [balanced]),
            StepCase(name: "below, with a slash", resources: ["wlb01/file/etc/"], steps: [balanced]),
            StepCase(name: "beginning of a word", resources: ["wlb01/file/et"], steps: []),
            StepCase(name: "action", actions: ["replace", "update"], steps: [balanced, skipped, replaced]),
            StepCase(name: "outcome", hosts: ["waloop01"], outcomes: ["failed"], steps: [replaced]),
            StepCase(name: "actor", hosts: ["waloop01"], actor: "ada@a", steps: [created1]),
        ])
    func steps(_ test: StepCase) async throws {
        let found = try await ledger.steps(matching: test.filter()).entries
        #expect(found.map { "\($0.run) \($0.step.resource)" } == test.steps)
        #expect(found.allSatisfy { $0.commit?.count == 40 })
    }

    @Test("Every question uses an index: no table that grows with what happens is read through")
    func indices() async throws {
        let filters: [HistoryFilter] = [
            HistoryFilter(actor: "ada"), HistoryFilter(commit: "abab"), HistoryFilter(outcomes: ["failed"]),
            HistoryFilter(since: 1), HistoryFilter(until: 1), HistoryFilter(actor: "ada", since: 1),
            HistoryFilter(hosts: [try #require(HostName("waloop01"))]),
            HistoryFilter(nodes: [try #require(CentreID("ca-eccc-msc"))]),
            HistoryFilter(resources: ["wlb01/file/etc"], since: 1), HistoryFilter(actions: ["create"]),
            HistoryFilter(actions: ["create"], outcomes: ["failed"]),
            HistoryFilter(hosts: [try #require(HostName("waloop01"))], actor: "ada"),
        ]
        for filter in filters {
            let plan = try await ledger.queryPlan(of: filter)
            for table in ["run", "step", "blob", "commit"] {
                #expect(!plan.contains { $0 == "SCAN \(table)" || $0.hasPrefix("SCAN \(table) ") }, "\(filter): \(plan)")
            }
        }
        // A run's steps are counted among its own.
        let counting = try await ledger.queryPlan(of: HistoryFilter()).filter { $0.contains("SEARCH step") }
        #expect(counting.count == 3 && counting.allSatisfy { $0.contains("(run_id=? AND outcome=?)") }, "\(counting)")
        // Without a filter the newest runs are the last rows; nothing is sorted.
        let plan = try await ledger.queryPlan(of: HistoryFilter())
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}
