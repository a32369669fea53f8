import BrokerModel
import Execution
import Testing

/// The gate, look after look.
@Suite struct HealthGateTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var before = MemberHealth(isRunning: true, isHealthy: true)
        var siblingBefore = MemberHealth(isRunning: true, isHealthy: true)
        /// Looks at the start and at the end of the window.
        var looks: [(member: MemberHealth, sibling: MemberHealth)]
        var passes: Bool
        var says: String?
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "well", looks: [(well(), well()), (well(), well())], passes: true),
        Case(
            name: "not running", looks: [(well(running: false), well()), (well(running: false), well())], passes: false,
            says: "does not run"),
        Case(
            name: "relapse", looks: [(well(), well()), (well(healthy: false), well())], passes: false,
            says: "not healthy"),
        Case(
            name: "not connected, sibling is", before: well(connected: true),
            looks: [(well(connected: false), well(connected: true)), (well(connected: false), well(connected: true))],
            passes: false,
            says: "not connected"),
        Case(
            name: "own broker down", before: well(connected: false), siblingBefore: well(connected: false),
            looks: [
                (well(connected: false), well(connected: false)), (well(connected: false), well(connected: false)),
            ], passes: true,
            says: "broker does not answer"),
        Case(
            name: "receives where the sibling does",
            looks: [(well(received: 0), well(received: 5)), (well(received: 3), well(received: 9))], passes: true),
        Case(
            name: "receives nothing",
            looks: [(well(received: 2), well(received: 5)), (well(received: 2), well(received: 9))], passes: false,
            says: "receives nothing"),
        Case(
            name: "no traffic on either",
            looks: [(well(received: 2), well(received: 5)), (well(received: 2), well(received: 5))], passes: true),
        Case(
            name: "primary that publishes nothing", siblingBefore: well(received: 1, published: 1),
            looks: [
                (well(primary: true, received: 0, published: 0), well(primary: false, received: 5, published: 1)),
                (well(primary: true, received: 4, published: 0), well(primary: false, received: 9, published: 1)),
            ], passes: false, says: "publishes nothing"),
        Case(
            name: "primary that publishes", siblingBefore: well(received: 1, published: 1),
            looks: [
                (well(primary: true, received: 0, published: 0), well(primary: false, received: 5, published: 1)),
                (well(primary: true, received: 4, published: 4), well(primary: false, received: 9, published: 1)),
            ], passes: true),
        Case(
            name: "nobody elected",
            looks: [(well(primary: false), well(primary: false)), (well(primary: false), well(primary: false))],
            passes: false, says: "no instance is primary"),
        Case(
            name: "two elected",
            looks: [(well(primary: true), well(primary: true)), (well(primary: true), well(primary: true))],
            passes: false, says: "2 instances"),
    ]

    @Test(arguments: cases) func example(_ example: Case) throws {
        let (member, sibling) = (Plans.instance("h1"), Plans.instance("h2"))
        var gate = HealthGate(
            before: [member: example.before, sibling: example.siblingBefore], member: member, siblings: [sibling],
            window: .seconds(20), timeout: .seconds(60))
        let first = gate.look(
            [member: example.looks[0].member, sibling: example.looks[0].sibling], elapsed: .seconds(1))
        guard case .wait = first else {
            Issue.record("it passed without a window")
            return
        }
        switch gate.look([member: example.looks[1].member, sibling: example.looks[1].sibling], elapsed: .seconds(200)) {
        case .pass(let warning):
            #expect(example.passes)
            if let says = example.says { #expect(warning?.contains(says) == true) }
        case .fail(let reason):
            #expect(!example.passes)
            if let says = example.says { #expect(reason.contains(says)) }
        case .wait(let reason):
            Issue.record("it still waits: \(reason)")
        }
    }

    /// A node moves to another host: until its old instance goes, that may be the
    /// elected one.
    @Test func theElectedOneMayBeLeaving() {
        let (member, sibling, old) = (Plans.instance("h1"), Plans.instance("h2"), Plans.instance("h3"))
        let passive = Self.well(primary: false)
        func verdict(leaving: [ResourceAddress], old health: MemberHealth?) -> HealthGate.Verdict {
            var gate = HealthGate(
                before: [:], member: member, siblings: [sibling], leaving: leaving, window: .seconds(20),
                timeout: .seconds(60))
            var seen = [member: passive, sibling: passive]
            seen[old] = health
            _ = gate.look(seen, elapsed: .seconds(1))
            return gate.look(seen, elapsed: .seconds(200))
        }
        #expect(verdict(leaving: [old], old: Self.well(primary: true)) == .pass(warning: nil))
        #expect(verdict(leaving: [old], old: passive) == .fail("no instance is primary"))
        #expect(verdict(leaving: [], old: Self.well(primary: true)) == .fail("no instance is primary"))
    }

    /// The instances move to another Redis: until the sibling follows, it is elected there.
    @Test func theSiblingMayBeElectedElsewhere() {
        let (member, sibling) = (Plans.instance("h1"), Plans.instance("h2"))
        func verdict(_ elsewhere: Set<ResourceAddress>, own: Bool) -> HealthGate.Verdict {
            var gate = HealthGate(
                before: [:], member: member, siblings: [sibling], elsewhere: elsewhere, window: .seconds(20),
                timeout: .seconds(60))
            let seen = [member: Self.well(primary: own), sibling: Self.well(primary: true)]
            _ = gate.look(seen, elapsed: .seconds(1))
            return gate.look(seen, elapsed: .seconds(200))
        }
        #expect(verdict([member, sibling], own: true) == .pass(warning: nil))
        #expect(verdict([member, sibling], own: false) == .fail("no instance is primary"))
        #expect(verdict([], own: true) == .fail("2 instances say they are primary"))
    }

    private static func well(
        running: Bool = true, healthy: Bool = true, connected: Bool? = nil, primary: Bool? = nil,
        received: Double? = nil,
        published: Double? = nil
    ) -> MemberHealth {
        var counters: [String: Double] = [:]
        counters[HealthGate.Counter.received] = received
        counters[HealthGate.Counter.published] = published
        return MemberHealth(
            isRunning: running, isHealthy: healthy, isConnected: connected, isPrimary: primary, counters: counters)
    }
}
