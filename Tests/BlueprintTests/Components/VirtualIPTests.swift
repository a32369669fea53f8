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

    // MARK: - The third vote

    private func broker(_ edit: (inout LoadBalancerSettings) -> Void) throws -> SampleBroker {
        var broker = try SampleBroker.small()
        var settings = try #require(broker.desired.broker.loadBalancer.settings)
        edit(&settings)
        broker.desired.broker.loadBalancer = .managed(settings)
        return broker
    }

    private func thirdVote(_ broker: SampleBroker) throws -> QuorumDeviceSpecification? {
        try broker.resources().first { $0.address == QuorumDeviceSpecification.resource }?.specification
            as? QuorumDeviceSpecification
    }

    private func packages(_ broker: SampleBroker) throws -> [String] {
        try broker.resources().filter { $0.address.kind == PackageSpecification.kind }.map(\.address.description)
    }

    @Test func theManagementHostGivesTheThirdVote() throws {
        let manager = try #require(try SampleBroker.small().desired.hosts.first { $0.role == .manage })
        let broker = try broker { $0.quorumDevice = manager.name }
        let vote = try #require(try thirdVote(broker))
        #expect(vote.server == QuorumServer(host: manager.name, address: manager.address))
        #expect(vote.hosts == vote.balancers + [manager.name])
        #expect(vote.device["net.host"] == manager.address && vote.device["net.tls"] == "required")
        let wanted = try #require(try found(broker)?.specification as? VirtualIPSpecification)
        #expect(wanted.settings["no-quorum-policy"] == "stop")
        let packages = try packages(broker)
        #expect(packages.contains("\(manager.name)/package/corosync-qnetd"))
        for balancer in vote.balancers { #expect(packages.contains("\(balancer)/package/corosync-qdevice")) }
        #expect(PortTable(broker.desired).incoming(to: manager).contains { $0.ports == .numbers([5403]) })
    }

    @Test func withoutTheKeyThereShallBeNone() throws {
        let broker = try SampleBroker.small()
        let vote = try #require(try thirdVote(broker))
        #expect(vote.server == nil && vote.device.isEmpty && vote.retired.count == 1)
        #expect(try packages(broker).allSatisfy { !$0.contains("corosync-q") })
        for host in broker.desired.hosts {
            #expect(!PortTable(broker.desired).incoming(to: host).contains { $0.ports == .numbers([5403]) })
        }
    }

    @Test func aPreferredBalancerIsASettingOfTheCluster() throws {
        let wanted = try #require(
            try found(broker { $0.preferred = HostName("wlb02") })?.specification as? VirtualIPSpecification)
        #expect(wanted.settings[VirtualIPSpecification.preference] == "wlb02")
    }
}
