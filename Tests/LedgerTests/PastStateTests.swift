import BrokerModel
import GRDB
import History
import Testing

@testable import Ledger

@Suite("What ran where at a past moment")
struct PastStateTests {
    let fixture: LedgerFixture
    let ledger: LedgerStore
    let one: HostName
    let two: HostName

    /// In seconds; looks tell for 100.
    ///
    ///     waloop01: seen 10 (a x:1), 60 (a x:2, b), 110 (b), not reached 160, seen 210 (b), 900 (b), 950 (b other)
    ///     waloop02: seen 10 (c); then nobody looks
    init() async throws {
        fixture = try LedgerFixture()
        ledger = try fixture.open()
        one = try #require(HostName("waloop01"))
        two = try #require(HostName("waloop02"))
        try await look(at: 10, [one: ["a": "x:1"], two: ["c": "x:1"]])
        try await look(at: 60, [one: ["a": "x:2", "b": "x:1"]])
        try await look(at: 110, [one: ["b": "x:1"]])
        try await look(at: 160, [:], unreached: [one])
        for second in [210, 900] { try await look(at: Int64(second), [one: ["b": "x:1"]]) }
        try await look(at: 950, [one: ["b": "x:9"]])
    }

    private func look(
        at second: Int64, _ seen: [HostName: [String: String]], unreached: [HostName] = []
    ) async throws {
        var state = ObservedState(hosts: [:], observedAt: Timestamp(seconds: second))
        for (host, images) in seen {
            var resources: [ResourceAddress: ObservedResource] = [:]
            for (name, driver) in images {
                let address = ResourceAddress(host, NetworkSpecification.kind, name)
                resources[address] = ObservedResource(
                    address: address, observation: NetworkObservation(driver: driver), isOwned: true)
            }
            state.hosts[host] = ObservedHost(host: host, resources: resources, manifest: Manifest())
        }
        for host in unreached {
            state.unreachable[host] = Failure(
                .hostUnreachable, attempted: "connect", on: host.text, response: "no route")
        }
        try await ledger.record(state, key: LedgerFixture.key)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var second: Int64
        var known: String
        var resources: [String]
        var testDescription: String { "second \(second)" }
    }

    @Test(
        "The host that was looked at",
        arguments: [
            Case(second: 9, known: "never", resources: []),
            Case(second: 10, known: "seen 10", resources: ["seen a x:1"]),
            Case(second: 59, known: "seen 10", resources: ["seen a x:1"]),
            Case(second: 60, known: "seen 60", resources: ["seen a x:2", "seen b x:1"]),
            Case(second: 110, known: "seen 110", resources: ["seen b x:1"]),
            Case(second: 159, known: "seen 110", resources: ["seen b x:1"]),
            Case(second: 160, known: "unreached 160 after 110", resources: ["unknown b x:1"]),
            Case(second: 209, known: "unreached 160 after 110", resources: ["unknown b x:1"]),
            Case(second: 310, known: "seen 210", resources: ["seen b x:1"]),
            Case(second: 311, known: "between 210 900", resources: ["held b x:1"]),
            Case(second: 949, known: "seen 900", resources: ["seen b x:1"]),
            Case(second: 1050, known: "seen 950", resources: ["seen b x:9"]),
            Case(second: 1051, known: "not looked since 950", resources: ["unknown b x:9"]),
        ])
    func moments(_ test: Case) async throws {
        let state = try await ledger.state(at: Timestamp(seconds: test.second), trust: .seconds(100))
        let host = try #require(state.hosts.first { $0.host == one })
        #expect(Self.text(host.knowledge) == test.known)
        #expect(
            host.resources.map { "\($0.certainty.rawValue) \($0.address.name) \($0.record["driver"] ?? "-")" }
                == test.resources)
    }

    private static func text(_ knowledge: HostKnowledge) -> String {
        func second(_ moment: Timestamp?) -> String { moment.map { "\($0.microseconds / 1_000_000)" } ?? "-" }
        return switch knowledge {
        case .seen(let at): "seen \(second(at))"
        case .between(let before, let after): "between \(second(before)) \(second(after))"
        case .unreached(_, let at, let last): "unreached \(second(at)) after \(second(last))"
        case .notLooked(let last): "not looked since \(second(last))"
        case .neverLooked: "never"
        }
    }

    @Test("A host at which nobody looked again is not known, and keeps what was seen last")
    func notLooked() async throws {
        let state = try await ledger.state(at: Timestamp(seconds: 500), trust: .seconds(100))
        let host = try #require(state.hosts.last)
        #expect(host.host == two && host.knowledge == .notLooked(lastSeen: Timestamp(seconds: 10)))
        #expect(host.resources.map(\.certainty) == [.unknown])
    }

    @Test("Filters narrow hosts and resources, and ask for the last step on each")
    func filters() async throws {
        let step = Step(
            id: StepID("waloop01/network/b#create"), resource: ResourceAddress(one, NetworkSpecification.kind, "b"),
            action: .create, verb: "create", cause: .pending, reason: "test")
        let plan = try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}")
        let run = try await ledger.beginRun(plan: plan, commit: LedgerFixture.commit, actor: "ada@a", command: "apply")
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada@a")
        try await journal.recordIntent(step)
        try await journal.recordEnd(step, outcome: "succeeded", code: nil, detail: nil)

        let filters: [(HistoryFilter, [String])] = [
            (HistoryFilter(hosts: [two]), ["c"]),
            (HistoryFilter(resources: ["waloop01/network/b"]), ["b"]),
            (HistoryFilter(resources: ["waloop01/network/z"]), []),
            (HistoryFilter(actor: "ada"), ["b"]), (HistoryFilter(actor: "ad"), []),
            (HistoryFilter(commit: "ABAB"), ["b"]), (HistoryFilter(commit: "ac"), []),
            (HistoryFilter(actions: ["create"]), ["b"]), (HistoryFilter(actions: ["delete"]), []),
            (HistoryFilter(outcomes: ["succeeded"]), ["b"]), (HistoryFilter(outcomes: ["failed"]), []),
            (HistoryFilter(since: Timestamp(seconds: 20)), ["b"]),
            (HistoryFilter(until: Timestamp(seconds: 20)), ["c"]),
        ]
        for (filter, names) in filters {
            let state = try await ledger.state(at: Timestamp(seconds: 949), matching: filter)
            #expect(state.hosts.flatMap { $0.resources.map(\.address.name) } == names, "\(filter)")
        }
        // Of a moment before the step nothing is told of it.
        let before = try await ledger.state(at: Timestamp(microseconds: 1), matching: HistoryFilter())
        let seen = before.hosts.flatMap(\.resources)
        #expect(seen.isEmpty)
        let after = try await ledger.state(at: Timestamp(seconds: 949))
        #expect(after.hosts.first?.resources.first?.lastStep?.run == run.number)
    }

    @Test("However long the history is, a moment is found by seeking: nothing that grows is read through")
    func indexes() async throws {
        let details = try await ledger.read("explain a query") { database in
            try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN " + StateQuery.resourcesSQL, arguments: ["host": 1, "at": 1]
            ).map { $0["detail"] as String }
        }
        for table in ["observation", "step", "run", "o"] {
            #expect(!details.contains { $0 == "SCAN \(table)" || $0.hasPrefix("SCAN \(table) ") }, "\(details)")
        }
        // By the resource and the time, not by the resource alone.
        #expect(
            details.contains { $0.contains("observation_at (host=? AND resource=? AND valid_from<?)") }, "\(details)")
        #expect(details.contains { $0.contains("step_ended (resource=? AND ended_at<?)") }, "\(details)")
    }
}
