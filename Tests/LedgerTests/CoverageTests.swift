import BrokerModel
import GRDB
import History
import Testing

@testable import Ledger

@Suite("Looks that show the same")
struct CoverageTests {
    let fixture: LedgerFixture
    let ledger: LedgerStore
    let host: HostName

    init() throws {
        fixture = try LedgerFixture()
        ledger = try fixture.open()
        host = try #require(HostName("waloop01"))
    }

    private func look(_ second: Int64, driver: String = "bridge", by store: LedgerStore? = nil) async throws {
        let address = ResourceAddress(host, NetworkSpecification.kind, "traefik")
        let network = ObservedResource(address: address, observation: NetworkObservation(driver: driver), isOwned: true)
        let seen = ObservedHost(host: host, resources: [address: network], manifest: Manifest())
        try await (store ?? ledger).record(
            ObservedState(hosts: [host: seen], observedAt: Timestamp(seconds: second)), key: LedgerFixture.key)
    }

    private func fail(_ second: Int64) async throws {
        let failure = Failure(.hostUnreachable, attempted: "connect", on: host.text, response: "no route")
        try await ledger.record(
            ObservedState(unreachable: [host: failure], observedAt: Timestamp(seconds: second)), key: LedgerFixture.key)
    }

    /// The seconds of which there are rows.
    private func rows() throws -> [Int64] {
        try DatabaseQueue(path: fixture.path).read { database in
            try Int64.fetchAll(database, sql: "SELECT looked_at / 1000000 FROM coverage ORDER BY id")
        }
    }

    private func seen(until second: Int64) async throws -> [Int64] {
        let period = try #require(TimeSpan(Timestamp(seconds: 0), Timestamp(seconds: second)))
        let found = try #require(try await ledger.availability(over: period).hosts[host])
        return [found.reached, found.unreached, found.unknown].map(\.components.seconds)
    }

    @Test("One in five minutes has a row; what is known is the same as if each had")
    func spacing() async throws {
        for second in stride(from: Int64(0), through: 900, by: 30) { try await look(second) }
        #expect(try rows() == [0, 300, 600, 900])
        #expect(try await ledger.lastSeen(host) == Timestamp(seconds: 900))
        #expect(try await seen(until: 1000) == [1000, 0, 0])
    }

    @Test("Whatever else is recorded, the next look has a row")
    func headMoved() async throws {
        try await look(0)
        try await look(30)
        try await ledger.note("test", "something", by: "ada@a", outcome: "done", detail: nil)
        try await look(60)
        try await look(90)
        #expect(try rows() == [0, 60])
        try await look(120, driver: "macvlan")
        try await look(150, driver: "macvlan")
        #expect(try rows() == [0, 60, 120])
        _ = try await ledger.verifyAuditChain()
    }

    @Test(
        "Nobody looked for longer: the last look gets its row, and the time after it is unknown",
        arguments: [true, false])
    func gap(isAnswering: Bool) async throws {
        for second in stride(from: Int64(0), through: 270, by: 30) { try await look(second) }
        #expect(try rows() == [0])
        // Also while nobody looks again.
        #expect(try await seen(until: 3600) == [270 + 900, 0, 3600 - 270 - 900])
        #expect(try await ledger.state(at: 270_000_000).hosts.first?.knowledge == .seen(Timestamp(seconds: 270)))
        #expect(try await ledger.state(at: 100_000_000).hosts.first?.knowledge == .seen(Timestamp(seconds: 0)))
        #expect(
            try await ledger.state(at: 1_200_000_000).hosts.first?.knowledge
                == .notLooked(lastSeen: Timestamp(seconds: 270)))
        if isAnswering {
            try await look(3600, by: try fixture.open())
        } else {
            try await fail(3600)
        }
        #expect(try rows() == [0, 270, 3600])
        #expect(try await seen(until: 3601) == (isAnswering ? [1171, 0, 2430] : [1170, 1, 2430]))
        #expect(try await ledger.lastSeen(host) == Timestamp(seconds: isAnswering ? 3600 : 270))
        _ = try await ledger.verifyAuditChain()
    }

    @Test("A clock that was set back, and each look that failed, has a row")
    func always() async throws {
        try await look(1000)
        try await look(990)
        try await fail(1010)
        try await fail(1020)
        try await look(1030)
        try await look(1040)
        #expect(try rows() == [1000, 990, 1010, 1020, 1030])
        #expect(try await ledger.lastSeen(host) == Timestamp(seconds: 1040))
    }

    @Test("What is no record of the chain tells of no more than the spacing")
    func forged() async throws {
        try await look(0)
        try await look(30)
        try await DatabaseQueue(path: fixture.path).write { database in
            try database.execute(sql: "UPDATE last_look SET looked_at = 3000000000")
        }
        #expect(try await seen(until: 3600) == [900, 0, 2700])
        try await look(3600, by: try fixture.open())
        #expect(try rows() == [0, 3600])
    }
}
