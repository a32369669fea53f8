import BrokerModel
import History
import Testing

@Suite("What is different between two moments")
struct StateDifferenceTests {
    private func state(
        at seconds: Int64, _ knowledge: HostKnowledge, _ resources: [(String, String)], until: Timestamp? = nil
    ) throws -> FleetState {
        let host = try #require(HostName("waloop01"))
        return FleetState(
            at: Timestamp(seconds: seconds),
            hosts: [
                HostState(
                    host: host, knowledge: knowledge,
                    resources: resources.map { name, image in
                        PastResource(
                            address: ResourceAddress(host, ContainerSpecification.kind, name), host: host,
                            isOwned: true,
                            since: 0, until: until, digest: Digest(of: image),
                            record: ["image": image, "state": "running"])
                    })
            ])
    }

    private func lines(_ difference: StateDifference) -> [String] {
        difference.entries.map { entry in
            let properties = entry.properties.map { "\($0.name) \($0.from ?? "-") \($0.to ?? "-")" }
            return ([entry.kind.rawValue, entry.address.name] + properties).joined(separator: " ")
        }
    }

    private let seen = HostKnowledge.seen(0)

    @Test("What appeared, changed and went, with the properties; what stayed is left out")
    func differences() throws {
        let before = try state(at: 1, seen, [("a", "x:1"), ("b", "x:1"), ("c", "x:1")])
        let after = try state(at: 2, seen, [("a", "x:1"), ("b", "x:2"), ("d", "x:1")])
        let difference = StateDifference(from: before, to: after)
        #expect(lines(difference) == ["changed b image x:1 x:2", "gone c", "appeared d"])
        #expect(difference.unknownHosts.isEmpty)
        #expect(StateDifference(from: before, to: before).entries.isEmpty)
    }

    @Test("A host not known at one of the moments is not compared: nothing of it is gone")
    func unknownHost() throws {
        let before = try state(at: 1, seen, [("a", "x:1")])
        let unreached = HostKnowledge.unreached(code: "host-unreachable", at: 5, lastSeen: 1)
        let after = try state(at: 2, unreached, [("a", "x:1")])
        for difference in [StateDifference(from: before, to: after), StateDifference(from: after, to: before)] {
            #expect(difference.entries.isEmpty)
            #expect(difference.unknownHosts.map(\.host.text) == ["waloop01"])
        }
        // A host that was not there before is compared as little.
        let nothing = FleetState(at: 0, hosts: [])
        #expect(StateDifference(from: nothing, to: before).unknownHosts.map(\.from) == [.neverLooked])
    }

    @Test("Between two looks, what changed is unknown, and what is new may have been there")
    func between() throws {
        let gap = HostKnowledge.between(Timestamp(seconds: 1), Timestamp(seconds: 9))
        let before = try state(at: 2, gap, [("a", "x:1")], until: Timestamp(seconds: 9))
        let after = try state(at: 10, seen, [("a", "x:2"), ("b", "x:1")])
        #expect(lines(StateDifference(from: before, to: after)) == ["unknown a", "unknown b"])
        let held = try state(at: 2, gap, [("a", "x:2")])
        #expect(lines(StateDifference(from: held, to: after)) == ["unknown b"])
    }
}
