import BrokerModel
import PlanChecker
import Testing

/// What is there once in the broker: hand-made plans that break a promise.
@Suite struct SharedCheckTests {
    private func name(_ text: String) -> HostName {
        guard let name = HostName(text) else { preconditionFailure("\(text) is a host name") }
        return name
    }

    private func fixture(_ verb: String, resources: [String], isOwned: Bool) -> PlanFixture {
        var fixture = PlanFixture()
        let members = ["wlb01", "wlb02"].map { ClusterMember(host: name($0), address: "192.0.2.1", interface: "eth0") }
        for member in members {
            var view = ClusterView(isInstalled: true, clusterName: "ha_cluster")
            view.resources = resources
            let address = ResourceAddress(member.host, VirtualIPSpecification.kind, ResourceAddress.partName)
            fixture.observed.hosts[member.host]?.resources[address] = ObservedResource(
                address: address, observation: VirtualIPObservation(views: [member.host: view]), isOwned: isOwned)
        }
        fixture.steps = [
            Step(
                id: StepID("vip"), resource: VirtualIPSpecification.resource, action: .run, verb: verb, cause: .pending,
                reason: "", specification: VirtualIPSpecification(
                    address: "192.0.2.100", balancers: members, password: ConfidentialText("")))
        ]
        return fixture
    }

    @Test func aLiveClusterIsNeverClearedNorMadeAnew() {
        for verb in [StepVerb.clear, StepVerb.create] {
            #expect(fixture(verb, resources: ["ip_gb"], isOwned: true).broken() == [.foreignResource])
            #expect(fixture(verb, resources: [], isOwned: true).broken() == [])
        }
        #expect(fixture(StepVerb.configure, resources: ["ip_gb"], isOwned: true).broken() == [])
        #expect(fixture(StepVerb.configure, resources: ["ip_gb"], isOwned: false).broken() == [.foreignResource])
    }

    @Test func aMemberThatWasNotSeenBarsTheStep() {
        var fixture = fixture(StepVerb.configure, resources: ["ip_gb"], isOwned: true)
        fixture.observed.hosts[name("wlb02")] = nil
        #expect(fixture.broken() == [.unknownHost])
    }

    @Test func haproxyIsLeftAloneMeanwhile() {
        var fixture = fixture(StepVerb.configure, resources: ["ip_gb"], isOwned: true)
        let address = ResourceAddress(name("wlb01"), HAProxySpecification.kind, "configuration")
        fixture.steps.append(
            Step(
                id: StepID("reload"), resource: address, action: .run, verb: StepVerb.start, cause: .pending,
                reason: "",
                specification: HAProxySpecification(configuration: "isobar 1")))
        #expect(fixture.broken() == [.concurrentDisturbance])
        fixture.steps[0].after = [StepID("reload")]
        #expect(fixture.broken() == [])
    }
}
