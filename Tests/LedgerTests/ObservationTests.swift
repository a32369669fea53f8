import BrokerModel
import GRDB
import Ledger
import Testing

@Suite("Observations and coverage")
struct ObservationTests {
    let fixture: LedgerFixture
    let ledger: LedgerStore
    let host: HostName

    init() throws {
        fixture = try LedgerFixture()
        ledger = try fixture.open()
        host = try #require(HostName("waloop01"))
    }

    private func seen(_ driver: String?, at moment: Timestamp) -> ObservedState {
        let address = ResourceAddress(host, NetworkSpecification.kind, "traefik")
        var resources: [ResourceAddress: ObservedResource] = [:]
        if let driver {
            resources[address] = ObservedResource(
                address: address, observation: NetworkObservation(driver: driver), isOwned: true)
        }
        return ObservedState(
            hosts: [host: ObservedHost(host: host, resources: resources, manifest: Manifest())], observedAt: moment)
    }

    private func rows(_ sql: String) throws -> [String] {
        try DatabaseQueue(path: fixture.path).read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { $0.isNull ? "-" : "\($0.storage.value ?? "-")" }.joined(separator: " ")
            }
        }
    }

    @Test("One row for as long as it stays the same; another when it changes; closed when it is gone")
    func validity() async throws {
        try await ledger.record(seen("bridge", at: 10), key: LedgerFixture.key)
        try await ledger.record(seen("bridge", at: 20), key: LedgerFixture.key)
        try await ledger.record(seen("macvlan", at: 30), key: LedgerFixture.key)
        try await ledger.record(seen(nil, at: 40), key: LedgerFixture.key)
        #expect(try rows("SELECT valid_from, valid_to FROM observation ORDER BY id") == ["10 30", "30 40"])
        #expect(try rows("SELECT looked_at, failure FROM coverage ORDER BY id") == ["10 -", "30 -", "40 -"])
    }

    @Test("A look that shows the same as before is told from one that somebody else recorded meanwhile")
    func twoProcesses() async throws {
        let other = try fixture.open()
        try await ledger.record(seen("bridge", at: 10), key: LedgerFixture.key)
        try await other.record(seen("macvlan", at: 20), key: LedgerFixture.key)
        let changes = try await ledger.record(seen("bridge", at: 30), key: LedgerFixture.key)
        #expect(changes[host]?.changed.map(\.description) == ["waloop01/network/traefik"])
        try await ledger.record(seen("bridge", at: 40), key: LedgerFixture.key)
        #expect(
            try rows("SELECT valid_from, valid_to FROM observation ORDER BY id") == ["10 20", "20 30", "30 -"])
        #expect(try rows("SELECT looked_at FROM coverage ORDER BY id") == ["10", "20", "30"])
        #expect(try rows("SELECT looked_at FROM last_look") == ["40"])
    }

    @Test("A resource of which only the owner is another one now has changed")
    func owner() async throws {
        var state = seen("bridge", at: 10)
        try await ledger.record(state, key: LedgerFixture.key)
        let address = ResourceAddress(host, NetworkSpecification.kind, "traefik")
        state.hosts[host]?.resources[address]?.isOwned = false
        state.observedAt = 20
        #expect(try await ledger.record(state, key: LedgerFixture.key)[host]?.changed == [address])
    }

    @Test("What was not there is remembered of the last question, also when nothing else changed")
    func questions() async throws {
        let missing = ResourceAddress(host, NetworkSpecification.kind, "missing")
        try await ledger.record(seen("bridge", at: 10), key: LedgerFixture.key)
        try await ledger.record(seen("bridge", at: 20), asked: [missing], key: LedgerFixture.key)
        let remembered = try #require(try await ledger.remembered([host])[host])
        #expect(remembered.opened(by: ObservationSeal(key: LedgerFixture.key))?.absent == [missing])
        #expect(remembered.seenAt == 20)
    }

    @Test("A host that cannot be reached is unknown: nothing is closed")
    func unreachable() async throws {
        try await ledger.record(seen("bridge", at: 10), key: LedgerFixture.key)
        let failure = Failure(.hostUnreachable, attempted: "connect", on: "waloop01", response: "no route")
        try await ledger.record(
            ObservedState(unreachable: [host: failure], observedAt: 20), key: LedgerFixture.key)
        #expect(try rows("SELECT valid_from, valid_to FROM observation") == ["10 -"])
        #expect(try await ledger.lastSeen(host) == 10)
        #expect(try await ledger.lastKnownResources(on: host).map(\.description) == ["waloop01/network/traefik"])
    }
}
