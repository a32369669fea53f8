import BrokerModel
import History
import Synchronization
import Testing

@testable import Ledger

@Suite("Availability from what was recorded")
struct AvailabilityRecordTests {
    let fixture: LedgerFixture
    let ledger: LedgerStore
    let node: CentreID
    let hosts: [HostName]
    private let clock: Clock

    /// The time that is recorded, in seconds.
    private final class Clock: Sendable {
        let second = Mutex<Int64>(0)

        func set(_ second: Int64) { self.second.withLock { $0 = second } }
    }

    init() throws {
        fixture = try LedgerFixture()
        let clock = Clock()
        self.clock = clock
        ledger = try LedgerStore(path: fixture.path) { Timestamp(seconds: clock.second.withLock { $0 }) }
        node = try #require(CentreID("ca-eccc-msc"))
        hosts = try ["waloop01", "waloop02"].map { try #require(HostName($0)) }
    }

    /// Seconds stand for ten here: looks that show the same have no rows of their own
    /// within five minutes.
    private func look(at second: Int64, _ states: [String?]) async throws {
        var observed = ObservedState(hosts: [:], observedAt: Timestamp(seconds: second * 10))
        for (host, state) in zip(hosts, states) {
            guard let state else {
                observed.unreachable[host] = Failure(
                    .hostUnreachable, attempted: "connect", on: host.text, response: "no")
                continue
            }
            var resources: [ResourceAddress: ObservedResource] = [:]
            if state != "absent" {
                let address = ResourceAddress(host, ContainerSpecification.kind, node.text)
                resources[address] = ObservedResource(
                    address: address, observation: Self.container(state), isOwned: true)
            }
            observed.hosts[host] = ObservedHost(host: host, resources: resources, manifest: Manifest())
        }
        try await ledger.record(observed, key: LedgerFixture.key)
    }

    private static func container(_ status: String) -> ContainerObservation {
        ContainerObservation(
            id: "c1", image: "x:1", imageID: "sha256:1", network: .host, restartPolicy: nil,
            state: ContainerState(status: status, health: status == "running" ? "healthy" : nil))
    }

    /// A run from one second to another that applies, or removes, both instances.
    private func run(from begun: Int64, to ended: Int64, applies: Bool) async throws {
        clock.set(begun * 10)
        let plan = try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}")
        let run = try await ledger.beginRun(plan: plan, commit: LedgerFixture.commit, actor: "ada@a", command: "apply")
        let journal = RunJournal(ledger: ledger, run: run, actor: "ada@a")
        let addresses = hosts.map { ResourceAddress($0, ContainerSpecification.kind, node.text) }
        for address in addresses {
            let step = Step(
                id: StepID("\(address)#x"), resource: address, action: applies ? .create : .delete, verb: "x",
                cause: .pending, reason: "test")
            try await journal.recordIntent(step)
            try await journal.recordEnd(step, outcome: "succeeded", code: nil, detail: nil)
        }
        let digests = Dictionary(uniqueKeysWithValues: addresses.map { ($0, Digest(of: $0.description)) })
        try await ledger.recordApplied(applies ? digests : [:], removed: applies ? [] : addresses, by: run)
        clock.set(ended * 10)
        try await ledger.endRun(run, actor: "ada@a", outcome: .succeeded)
    }

    private func seconds(from: Int64, to: Int64, nodes: [CentreID] = []) async throws -> [Int64] {
        let period = try #require(TimeSpan(Timestamp(seconds: from * 10), Timestamp(seconds: to * 10)))
        let report = try await ledger.availability(over: period, nodes: nodes, trust: .seconds(1000))
        let node = report.nodes[node] ?? NodeAvailability()
        #expect(report.fleet == node)
        return [node.two, node.one, node.oneOrTwo, node.none, node.unknown].map { $0.components.seconds / 10 }
    }

    @Test("A node's life: brought, failing, out of sight, taken away")
    func life() async throws {
        try await look(at: 90, ["absent", "absent"])
        try await run(from: 100, to: 120, applies: true)
        // From the run's end to the first look nothing is known.
        try await look(at: 130, ["running", "running"])
        try await look(at: 200, ["running", "exited"])
        try await look(at: 250, ["running", nil])
        try await look(at: 300, ["exited", "exited"])
        try await look(at: 350, ["running", "running"])
        // A hole of 300 seconds, of which the look before tells a hundred.
        try await look(at: 650, ["running", "running"])
        try await run(from: 700, to: 710, applies: false)
        try await look(at: 720, ["absent", "absent"])
        // 120-130 unknown; 130-200 two; 200-250 one; 250-300 one and another; 300-350 none; 350-450 two;
        // 450-650 unknown; 650-700 two.
        #expect(try await seconds(from: 0, to: 1000) == [70 + 100 + 50, 50, 50, 50, 10 + 200])
        // A period that begins and ends in the middle.
        #expect(try await seconds(from: 220, to: 320, nodes: [node]) == [0, 30, 50, 20, 0])
        #expect(try await seconds(from: 0, to: 100) == [0, 0, 0, 0, 0])
        // One that begins between a step and the first look after it: what the look before saw counts no more.
        #expect(try await seconds(from: 125, to: 200) == [70, 0, 0, 0, 5])
        // A slip in a name is no answer; what is asked for is told, and nothing beside it.
        let other = try #require(CentreID("de-dwd"))
        let failure = await #expect(throws: Failure.self) { try await seconds(from: 0, to: 1000, nodes: [other]) }
        #expect(failure?.code == .notFound && failure?.subject == "de-dwd")
        let period = try #require(TimeSpan(Timestamp(seconds: 0), Timestamp(seconds: 10_000)))
        let ofHost = try await ledger.availability(over: period, hosts: [hosts[0]])
        #expect(ofHost.nodes.isEmpty && Array(ofHost.hosts.keys) == [hosts[0]])
        #expect(try await ledger.availability(over: period, nodes: [node]).hosts.isEmpty)
    }

    @Test("While a step on an instance is at hand nothing is known of it, nor after a kill until somebody looks")
    func atHand() async throws {
        try await look(at: 90, ["absent", "absent"])
        try await run(from: 100, to: 120, applies: true)
        try await look(at: 130, ["running", "running"])
        clock.set(1500)
        let plan = try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}")
        let run = try await ledger.beginRun(plan: plan, commit: LedgerFixture.commit, actor: "ada@a", command: "apply")
        let address = ResourceAddress(hosts[0], ContainerSpecification.kind, node.text)
        try await RunJournal(ledger: ledger, run: run, actor: "ada@a").recordIntent(
            Step(id: StepID("x"), resource: address, action: .replace, verb: "x", cause: .pending, reason: "test"))
        #expect(try await seconds(from: 130, to: 200) == [20, 0, 50, 0, 0])
        clock.set(1700)
        _ = try await ledger.closeAbandonedRuns()
        #expect(try await seconds(from: 130, to: 200) == [20, 0, 50, 0, 0])
        try await look(at: 180, ["running", "running"])
        #expect(try await seconds(from: 130, to: 200) == [40, 0, 30, 0, 0])
    }

    @Test("A container of this name that was never applied is nobody's node")
    func foreign() async throws {
        try await look(at: 10, ["running", "running"])
        #expect(try await seconds(from: 0, to: 100) == [0, 0, 0, 0, 0])
    }

    @Test("What stands beside the nodes is none", arguments: CompanionContainer.allCases)
    func companions(of companion: CompanionContainer) async throws {
        try await run(from: 10, to: 20, applies: true)
        let address = ResourceAddress(hosts[0], ContainerSpecification.kind, companion.name)
        let run = try await ledger.beginRun(
            plan: try await ledger.record(plan: LedgerFixture.plan(), commit: LedgerFixture.commit, body: "{}"),
            commit: LedgerFixture.commit, actor: "ada@a", command: "apply")
        try await ledger.recordApplied([address: Digest(of: "x")], removed: [], by: run)
        try await ledger.endRun(run, actor: "ada@a", outcome: .succeeded)
        let period = try #require(TimeSpan(Timestamp(seconds: 0), Timestamp(seconds: 1000)))
        #expect(try await Set(ledger.availability(over: period).nodes.keys) == [node])
    }

    @Test("Hosts: reached, not reached, and nobody looked")
    func reached() async throws {
        try await look(at: 0, ["absent", nil])
        try await look(at: 50, ["absent", "absent"])
        let period = try #require(TimeSpan(Timestamp(seconds: 0), Timestamp(seconds: 10_000)))
        let report = try await ledger.availability(over: period, trust: .seconds(1000))
        let found = try hosts.map { try #require(report.hosts[$0]) }
        #expect(found.map(\.reached) == [.seconds(1500), .seconds(1000)])
        #expect(found.map(\.unreached) == [.zero, .seconds(500)])
        #expect(found.map(\.unknown) == [.seconds(8500), .seconds(8500)])
    }
}
