import BrokerModel
import History
import Testing

@Suite("What is known of a host at a moment")
struct KnowledgeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var last: HostLook?
        var lastSeen: Int64?
        var next: HostLook?
        var knowledge: HostKnowledge
        var testDescription: String { name }

        init(
            _ name: String, last: (Int64, String?)?, lastSeen: Int64?, next: (Int64, String?)?,
            _ knowledge: HostKnowledge
        ) {
            self.name = name
            self.last = last.map { HostLook(at: Timestamp(seconds: $0), failure: $1) }
            self.lastSeen = lastSeen
            self.next = next.map { HostLook(at: Timestamp(seconds: $0), failure: $1) }
            self.knowledge = knowledge
        }
    }

    private static func at(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds) }

    /// Asked for second 1000, with looks that tell for 100 seconds.
    @Test(arguments: [
        Case("no look", last: nil, lastSeen: nil, next: nil, .neverLooked),
        Case("looked at later only", last: nil, lastSeen: nil, next: (1001, nil), .neverLooked),
        Case("just seen", last: (990, nil), lastSeen: 990, next: nil, .seen(at(990))),
        Case("seen at that moment", last: (1000, nil), lastSeen: 1000, next: nil, .seen(at(1000))),
        Case("as long as a look tells", last: (900, nil), lastSeen: 900, next: nil, .seen(at(900))),
        Case("longer", last: (899, nil), lastSeen: 899, next: nil, .notLooked(lastSeen: at(899))),
        Case("longer, and seen again", last: (899, nil), lastSeen: 899, next: (2000, nil), .between(at(899), at(2000))),
        Case(
            "longer, and not reached then", last: (899, nil), lastSeen: 899, next: (2000, "host-unreachable"),
            .notLooked(lastSeen: at(899))),
        Case("seen, and not reached then", last: (990, nil), lastSeen: 990, next: (1001, "x"), .seen(at(990))),
        Case(
            "not reached", last: (995, "host-unreachable"), lastSeen: 940, next: (1010, nil),
            .unreached(code: "host-unreachable", at: at(995), lastSeen: at(940))),
        Case(
            "never reached", last: (995, "host-unreachable"), lastSeen: nil, next: nil,
            .unreached(code: "host-unreachable", at: at(995), lastSeen: nil)),
    ])
    func knowledge(_ test: Case) {
        let knowledge = HostKnowledge(
            at: Self.at(1000), last: test.last, lastSeen: test.lastSeen.map(Self.at), next: test.next,
            trust: .seconds(100))
        #expect(knowledge == test.knowledge)
    }

    @Test("A resource between two looks is held if both saw it the same; of a host not reached nothing is sure")
    func certainty() throws {
        let host = try #require(HostName("waloop01"))
        func resource(_ name: String, until: Int64?) -> PastResource {
            PastResource(
                address: ResourceAddress(host, ContainerSpecification.kind, name), host: host, isOwned: true, since: 0,
                until: until.map(Self.at), digest: Digest(of: name), record: [:])
        }
        let resources = [resource("a", until: nil), resource("b", until: 50), resource("c", until: 51)]
        func certainties(_ knowledge: HostKnowledge) -> [Certainty] {
            HostState(host: host, knowledge: knowledge, resources: resources).resources.map(\.certainty)
        }
        #expect(certainties(.seen(Self.at(10))) == [.seen, .seen, .seen])
        #expect(certainties(.between(Self.at(10), Self.at(50))) == [.held, .unknown, .held])
        #expect(certainties(.notLooked(lastSeen: Self.at(10))) == [.unknown, .unknown, .unknown])
        #expect(certainties(.unreached(code: "x", at: 0, lastSeen: nil)) == [.unknown, .unknown, .unknown])
    }

    @Test("Looks become spans: seen, not reached, and what is in neither")
    func coverage() throws {
        let period = try #require(TimeSpan(Self.at(100), Self.at(1000)))
        var coverage = HostCoverage(period: period, trust: .seconds(100))
        // One before the period tells of its beginning; the third is from a clock that was set back.
        for (at, failure) in [(90, nil), (150, nil), (140, "x"), (160, "x"), (170, nil), (500, nil), (950, nil)]
            as [(Int64, String?)]
        {
            coverage.add(HostLook(at: Self.at(at), failure: failure))
        }
        coverage.finish()
        func spans(_ spans: [TimeSpan]) -> [String] {
            spans.map { "\($0.from.microseconds / 1_000_000)-\($0.to.microseconds / 1_000_000)" }
        }
        #expect(spans(coverage.seen) == ["100-160", "170-270", "500-600", "950-1000"])
        #expect(spans(coverage.unreached) == ["160-170"])
        let host = HostAvailability(coverage, period: period)
        #expect(host.reached == .seconds(60 + 100 + 100 + 50))
        #expect(host.unreached == .seconds(10))
        #expect(host.reached + host.unreached + host.unknown == period.duration)
    }
}
