import BrokerModel
import Testing

@testable import Reconciliation

@Suite("A look at nothing but what a push touches")
struct ShortLookTests {
    private func plan(_ change: (inout PreparedFixture) throws -> Void) throws -> ShortLook? {
        var fixture = PreparedFixture()
        try change(&fixture)
        let prepared = try fixture.prepared()
        return ShortLook(for: prepared.plan, in: prepared.loaded.desired)
    }

    private func address(_ text: String) throws -> ResourceAddress { try #require(ResourceAddress(text)) }

    private func run(_ text: String, _ verb: String) throws -> Step {
        var step = PreparedFixture.step(try address(text), .run)
        step.verb = verb
        return step
    }

    @Test("What comes, and files that change, are looked at again where they are")
    func enough() throws {
        let look = try plan { fixture in
            fixture.steps = [
                PreparedFixture.step(try address("waloop01/directory/home/gb/x"), .create),
                PreparedFixture.step(try address("waloop01/container/x"), .create),
                PreparedFixture.step(try address("waloop02/file/home/gb/y"), .update),
                try run("waloop02/traefik/routes", StepVerb.verify),
            ]
        }
        #expect(look?.hosts.map(\.text).sorted() == ["waloop01", "waloop02"])
        #expect(look?.addresses.count == 4)
    }

    @Test(
        "Whatever disturbs, deletes or mends, or is elsewhere than where nodes run, takes a whole look",
        arguments: [
            ("waloop01/container/x", .replace, .pending), ("waloop01/container/x", .update, .pending),
            ("waloop01/container/x", .delete, .pending), ("waloop01/file/home/gb/x", .delete, .pending),
            ("waloop01/container/x", .create, .drift), ("wbroker01/file/home/gb/x", .create, .pending),
            ("cluster/redis", .create, .pending), ("waloop01/account/gb", .create, .pending),
            ("waloop09/file/home/gb/x", .create, .pending),
        ] as [(String, StepAction, StepCause)])
    func tooLittle(text: String, action: StepAction, cause: StepCause) throws {
        let harmless = PreparedFixture.step(try address("waloop01/directory/home/gb/x"), .create)
        var step = PreparedFixture.step(try address(text), action)
        step.cause = cause
        #expect(try plan { $0.steps = [harmless, step] } == nil)
        #expect(try plan { $0.steps = [harmless] } != nil)
    }

    @Test("So does what moves a file or a container that is not its own address")
    func besides() throws {
        #expect(try plan { $0.steps = [try run("waloop01/traefik/routes", StepVerb.setAside)] } == nil)
        #expect(try plan { $0.steps = [try run("waloop01/container/x", StepVerb.rename)] } == nil)
        #expect(try plan { $0.steps = [try run("waloop01/container/x", StepVerb.start)] } != nil)
    }

    @Test("So does what takes turns with others, a conflict, a host nobody reached, and a plan without a step")
    func circumstances() throws {
        let file = try address("waloop01/file/home/gb/x")
        var step = PreparedFixture.step(file, .create)
        let host = try #require(HostName("waloop01"))
        #expect(try plan { $0.steps = [] } == nil)
        #expect(try plan { $0.steps = [step]; $0.conflicts = [try address("waloop01/container/y")] } == nil)
        #expect(try plan { $0.steps = [step]; $0.unreachable = [host] } == nil)
        #expect(try plan { $0.steps = [step]; $0.departedHosts = [host] } == nil)
        #expect(try plan { $0.steps = [step]; $0.heldBack = [try address("waloop01/container/y")] } == nil)
        step.disturbance = Disturbance(
            redundancy: Redundancy(role: .node, set: "x"), siblings: [], healthTimeoutSeconds: 1, windowSeconds: 0)
        #expect(try plan { $0.steps = [step] } == nil)
    }

    @Test("A look counts for a minute, and only when it saw all and the clock was not set back")
    func age() {
        let seen = ObservedState(observedAt: Timestamp(seconds: 1_000))
        #expect(ShortLook.isRecent(seen, at: Timestamp(seconds: 1_059)))
        #expect(!ShortLook.isRecent(seen, at: Timestamp(seconds: 1_060)))
        #expect(!ShortLook.isRecent(seen, at: Timestamp(seconds: 999)))
    }

    @Test("Of what is touched the new sight counts, of all else the old; who cannot be seen again ends it")
    func merging() throws {
        let host = try #require(HostName("waloop01"))
        let (touched, other) = (try address("waloop01/file/home/gb/x"), try address("waloop01/file/home/gb/y"))
        let look = try #require(try plan { $0.steps = [PreparedFixture.step(touched, .create)] })
        func state(_ contents: [ResourceAddress: String], listing: Set<ResourceAddress>) -> ObservedState {
            let ownership = FileOwnership(owner: "gb", group: "gb", mode: 0o644)
            let resources = contents.map { address, text in
                ObservedResource(
                    address: address, observation: FileObservation(digest: Digest(of: text), ownership: ownership),
                    isOwned: true)
            }
            let seen = ObservedHost(
                host: host, resources: Dictionary(uniqueKeysWithValues: resources.map { ($0.address, $0) }),
                manifest: Manifest(broker: nil, resources: listing))
            return ObservedState(hosts: [host: seen], observedAt: Timestamp(seconds: 1))
        }
        func digest(of address: ResourceAddress, in state: ObservedState) -> Digest? {
            (state.resource(address)?.observation as? FileObservation)?.digest
        }
        let before = state([touched: "old", other: "old"], listing: [other])
        let merged = try #require(look.merged(before, state([touched: "new", other: "new"], listing: [touched])))
        #expect(digest(of: touched, in: merged) == Digest(of: "new"))
        #expect(digest(of: other, in: merged) == Digest(of: "old"))
        #expect(merged.hosts[host]?.manifest.resources == [touched])
        #expect(merged.observedAt == before.observedAt)
        let gone = try #require(look.merged(before, state([:], listing: [])))
        #expect(digest(of: touched, in: gone) == nil && digest(of: other, in: gone) == Digest(of: "old"))
        #expect(look.merged(before, ObservedState(observedAt: Timestamp(seconds: 1))) == nil)
    }
}
