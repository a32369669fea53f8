import BrokerModel
import Testing

@testable import Blueprint

@Suite struct VirtualIPTests {
    private func found(_ broker: SampleBroker) throws -> Resource? {
        try broker.resources().first { $0.address == VirtualIPSpecification.resource }
    }

    @Test func twoBalancersShareTheAddress() throws {
        let resource = try #require(try found(try SampleBroker.small()))
        let wanted = try #require(resource.specification as? VirtualIPSpecification)
        #expect(wanted.balancers.count == 2)
        #expect(wanted.password.isConfidential)
        #expect(resource.hosts == wanted.balancers.map(\.host))
        #expect(Set(resource.dependencies.compactMap(\.host)) == Set(resource.hosts))
        let kinds: Set<ResourceKind> = [HAProxySpecification.kind, PackageSpecification.kind]
        #expect(Set(resource.dependencies.map(\.kind)) == kinds)
    }

    @Test func oneBalancerOrAnotherHasNone() throws {
        var broker = try SampleBroker.small()
        let last = try #require(broker.desired.hosts.last { $0.role == .loadbalancer })
        broker.desired.hosts.removeAll { $0.name == last.name }
        #expect(try found(broker) == nil)
        broker.desired.broker.loadBalancer = .external
        broker.desired.hosts.removeAll { $0.role == .loadbalancer }
        #expect(try found(broker) == nil)
    }

    @Test(arguments: ["", "two\nlines", "tab\there", String(repeating: "x", count: 513)])
    func aPasswordIsOneLine(_ text: String) {
        #expect(throws: Refusal.self) { try ClusterPassword(Secret(text)) }
    }

    @Test func aFinalLineBreakIsNotMeant() throws {
        #expect(try ClusterPassword(Secret("word\n")).text == ConfidentialText(Secret("word")))
    }
}
