import BrokerModel
import PlanChecker
import Planner
import Testing

/// What does not do its work goes first: the others may not be taken out while
/// it is so. All were found by simulation.
@Suite struct UnwellMemberTests {
    @Test func aDetachedMemberIsReplacedBeforeTheOneThatServes() throws {
        try expectSecondHostFirst(isDisturbance: true) { $0.attachedNetworks = [] }
    }

    /// Somebody made a container of that name by hand: it serves no node, so
    /// nobody may be taken out before it is replaced.
    @Test func aContainerMadeByHandIsReplacedBeforeTheOneThatServes() throws {
        try expectSecondHostFirst(isDisturbance: false) { $0.environment["CENTRE_ID"] = nil }
    }

    /// Nothing the engine says tells that one that runs hangs: it was asked.
    @Test func aMemberThatHangsIsReplacedBeforeTheOneThatServes() throws {
        try expectSecondHostFirst(isDisturbance: true, isIdle: true) { _ in }
    }

    private func expectSecondHostFirst(
        isDisturbance: Bool, isIdle: Bool = false, _ meddle: (inout ContainerObservation) -> Void
    ) throws {
        var world = try World(nodes: 1)
        world.apply(world.plan())
        let hosts = try #require(world.placement.hosts[centre(0)])
        var found = try #require(world.container(centre(0), on: hosts[1]))
        meddle(&found)
        let address = ResourceAddress(hosts[1], ContainerSpecification.kind, centre(0).text)
        world.state.hosts[hosts[1]]?.resources[address]?.observation = found
        world.nodes[centre(0)]?.image = "golfvert/wis2gb:2.0"
        let plan = Planning.plan(world.input(idleMembers: isIdle ? [address] : []))
        let replaced = plan.steps.filter { $0.action == .replace }
        #expect(replaced.map(\.resource.host) == [hosts[1], hosts[0]])
        #expect(replaced.last?.after.contains(try #require(replaced.first).id) == true)
        #expect((replaced.first?.disturbance != nil) == isDisturbance)
        let violations = PlanCheck.check(
            plan,
            against: PlanCheckInput(
                hosts: world.hosts, observed: world.state, limits: world.limits, replicas: 2,
                wantedNodes: [centre(0)], managesBalancers: true))
        #expect(violations == [])
    }
}
