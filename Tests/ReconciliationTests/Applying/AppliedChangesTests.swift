import BrokerModel
import Planner
import Testing

@testable import Reconciliation

/// What is remembered as applied, for every way a run can end. By it the next
/// plan tells "git moved" (not recorded) from "the host moved" (recorded).
@Suite("What a run records as applied")
struct AppliedChangesTests {
    private let here: HostName
    private let there: HostName
    private let a: Resource
    private let b: Resource
    private let c: Resource
    private let key: [UInt8] = [7]

    init() throws {
        here = try #require(HostName("waloop01"))
        there = try #require(HostName("waloop02"))
        a = try PreparedFixture.directory("a", on: here)
        b = try PreparedFixture.directory("b", on: here)
        c = try PreparedFixture.directory("c", on: there)
    }

    private var all: PreparedFixture { PreparedFixture(resources: [a, b, c], hosts: [here, there]) }

    private func changes(
        _ fixture: PreparedFixture, succeeded: [Step] = [], before: [ResourceAddress] = []
    ) throws -> AppliedChanges {
        let before = Dictionary(uniqueKeysWithValues: before.map { ($0, Digest(of: "before")) })
        return AppliedChanges(try fixture.prepared(), succeeded: Set(succeeded.map(\.id)), key: key, before: before)
    }

    private func addresses(_ resources: Resource...) -> Set<ResourceAddress> { Set(resources.map(\.address)) }

    @Test("All that stands, with or without a step")
    func whole() throws {
        var fixture = all
        fixture.steps = [PreparedFixture.step(a.address, .create)]
        let changes = try changes(fixture, succeeded: fixture.steps)
        #expect(Set(changes.applied.keys) == addresses(a, b, c))
        #expect(changes.applied[a.address] == a.specification.digest(key: key))
        #expect(changes.removed.isEmpty)
    }

    @Test("After a partial run what failed stays pending, and the rest counts as applied")
    func partial() throws {
        var fixture = all
        fixture.steps = [PreparedFixture.step(a.address, .create), PreparedFixture.step(b.address, .create)]
        #expect(Set(try changes(fixture, succeeded: [fixture.steps[1]]).applied.keys) == addresses(b, c))
    }

    @Test("One of two steps of a resource is not enough")
    func halfDone() throws {
        var fixture = all
        fixture.steps = [PreparedFixture.step(a.address, .update), PreparedFixture.step(a.address, .run)]
        #expect(Set(try changes(fixture, succeeded: [fixture.steps[0]]).applied.keys) == addresses(b, c))
    }

    @Test("What was held back or stands in conflict is not applied")
    func heldBack() throws {
        var fixture = all
        fixture.heldBack = [a.address]
        fixture.conflicts = [b.address]
        #expect(Set(try changes(fixture).applied.keys) == addresses(c))
    }

    @Test("Of a host that was not seen nothing is known")
    func unseen() throws {
        var fixture = all
        fixture.hosts = [here]
        fixture.unreachable = [there]
        #expect(Set(try changes(fixture).applied.keys) == addresses(a, b))
    }

    @Test("A narrowed run records only what it did")
    func narrowed() throws {
        var fixture = all
        fixture.scope = PlanScope(hosts: [here], nodes: [])
        fixture.steps = [PreparedFixture.step(a.address, .create)]
        #expect(Set(try changes(fixture, succeeded: fixture.steps).applied.keys) == addresses(a))
    }

    @Test("What was deleted is removed; what was to be deleted and was not stays")
    func deleted() throws {
        var fixture = PreparedFixture(hosts: [here, there])
        fixture.steps = [PreparedFixture.step(a.address, .delete), PreparedFixture.step(b.address, .delete)]
        let changes = try changes(fixture, succeeded: [fixture.steps[0]], before: [a.address, b.address])
        #expect(changes.removed == [a.address] && changes.applied.isEmpty)
    }

    @Test("A host that left hosts.yaml is let go, also beside a conflict, a failure and a host that cannot be seen")
    func departed() throws {
        let gone = try #require(HostName("waloop09"))
        let left = try PreparedFixture.directory("d", on: gone).address
        var fixture = all
        fixture.departedHosts = [gone]
        fixture.conflicts = [a.address]
        fixture.steps = [PreparedFixture.step(b.address, .create)]
        fixture.hosts = [here]
        fixture.unreachable = [there]
        let changes = try changes(fixture, before: [left, b.address, c.address])
        #expect(changes.removed == [left])
    }

    @Test("A narrowed run lets no host go")
    func departedAndNarrowed() throws {
        let gone = try #require(HostName("waloop09"))
        let left = try PreparedFixture.directory("d", on: gone).address
        var fixture = all
        fixture.scope = PlanScope(hosts: [here], nodes: [])
        fixture.departedHosts = [gone]
        #expect(try changes(fixture, before: [left]).removed.isEmpty)
    }
}
