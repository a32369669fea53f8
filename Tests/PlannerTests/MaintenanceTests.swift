import BrokerModel
import PlanChecker
import Planner
import Testing

/// Brokers are taken out of the load balancers while they are disturbed.
@Suite struct MaintenanceTests {
    private let brokers = ["wbroker01", "wbroker02", "wbroker03"].map { host($0) }
    private let balancers = ["wlb01", "wlb02"].map { host($0) }

    private func started() throws -> World {
        var world = try World(nodes: 1)
        let plan = world.plan()
        // Nothing serves yet.
        #expect(!plan.steps.contains { $0.resource.kind == RotationSpecification.kind })
        world.apply(plan)
        #expect(world.plan().steps.isEmpty)
        return world
    }

    private func check(_ plan: Plan, _ world: World, managesBalancers: Bool = true) {
        let violations = PlanCheck.check(
            plan,
            against: PlanCheckInput(
                hosts: world.hosts, observed: world.input().observed, limits: world.limits, replicas: 2,
                wantedNodes: Set(world.nodes.keys), managesBalancers: managesBalancers))
        #expect(violations.map(\.description) == [])
    }

    private func id(_ broker: HostName, _ verb: String) -> StepID {
        StepID("\(RotationSpecification.resource(of: broker))#\(verb)")
    }

    private func replacement(_ broker: HostName) -> StepID { StepID("\(broker)/container/emqx#replace") }

    /// What a killed run left on a balancer's record.
    private func hold(_ broker: HostName, in world: inout World) {
        let address = ResourceAddress(balancers[0], RotationSpecification.kind, broker.text)
        world.state.hosts[balancers[0]]?.resources[address] = ObservedResource(
            address: address,
            observation: RotationObservation(held: [balancers[0].text: ["mqtt/\(broker)", "ws/\(broker)"]]),
            isOwned: false)
    }

    private func steps(_ plan: Plan, before id: StepID) -> Set<StepID> {
        let steps = Dictionary(uniqueKeysWithValues: plan.steps.map { ($0.id, $0) })
        var found: Set<StepID> = []
        var waiting = steps[id]?.after ?? []
        while let next = waiting.popLast() {
            if found.insert(next).inserted { waiting += steps[next]?.after ?? [] }
        }
        return found
    }

    @Test func oneBrokerAfterTheOtherIsOutOfService() throws {
        var world = try started()
        world.emqxImage = "emqx:5.9"
        world.balancerVersion = "2"
        let plan = world.plan()
        #expect(
            plan.clusterImpact.first { $0.cluster == "emqx" }
                == ClusterImpact(cluster: "emqx", members: 3, outInTurn: 3, atMostSeconds: 20))
        let order = plan.steps.map(\.id).filter { id in
            brokers.contains { id == replacement($0) || id.text.hasPrefix("\(RotationSpecification.resource(of: $0))#") }
        }
        #expect(
            order == brokers.flatMap { [id($0, StepVerb.drain), replacement($0), id($0, StepVerb.join)] }
                + [id(brokers[0], StepVerb.spread)], "and clients are spread once, when all are back")
        for broker in brokers {
            let drain = steps(plan, before: id(broker, StepVerb.drain))
            #expect(drain.contains(StepID("\(broker)/image/emqx:5.9#create")), "the image is there first")
            for balancer in balancers { #expect(drain.contains(StepID("\(balancer)/haproxy/haproxy#reload"))) }
            #expect(steps(plan, before: replacement(broker)).contains(id(broker, StepVerb.drain)))
            #expect(steps(plan, before: id(broker, StepVerb.join)).contains(replacement(broker)))
        }
        for (earlier, later) in zip(brokers, brokers.dropFirst()) {
            #expect(steps(plan, before: id(later, StepVerb.drain)).contains(id(earlier, StepVerb.join)))
        }
        #expect(plan.steps.allSatisfy { $0.cause == .pending })
        #expect(plan.warnings == [])
        check(plan, world)
    }

    /// Whoever moved the container moved the broker's clients.
    @Test func itsCauseIsThatOfTheContainer() throws {
        var world = try started()
        let applied = Dictionary(
            uniqueKeysWithValues: world.resources.map { ($0.address, $0.specification.digest(key: [1, 2, 3])) })
        let address = ResourceAddress(brokers[0], ContainerSpecification.kind, "emqx")
        var found = try #require(
            world.state.hosts[brokers[0]]?.resources[address]?.observation as? ContainerObservation)
        found.extraHosts = ["by": "192.0.2.9"]
        world.state.hosts[brokers[0]]?.resources[address]?.observation = found
        let plan = Planning.plan(world.input(lastApplied: applied))
        #expect(plan.steps.map(\.verb) == [StepVerb.drain, StepVerb.replace, StepVerb.join, StepVerb.spread])
        #expect(plan.steps.allSatisfy { $0.cause == .drift })
        #expect(DriftReport(plan, observed: world.state).findings.map(\.resource) == [address])
        check(plan, world)
    }

    @Test func aStoppedBrokerHasNoClients() throws {
        var world = try started()
        let address = ResourceAddress(brokers[0], ContainerSpecification.kind, "emqx")
        var found = try #require(
            world.state.hosts[brokers[0]]?.resources[address]?.observation as? ContainerObservation)
        found.state.status = "exited"
        world.state.hosts[brokers[0]]?.resources[address]?.observation = found
        #expect(world.plan().steps.map(\.verb) == [StepVerb.start])
        world.emqxImage = "emqx:5.9"
        let plan = world.plan()
        #expect(plan.steps.count { $0.verb == StepVerb.drain } == 2)
        for other in brokers.dropFirst() {
            #expect(steps(plan, before: id(other, StepVerb.drain)).contains(replacement(brokers[0])))
        }
        check(plan, world)
    }

    @Test func whatAKilledRunLeftOutComesBack() throws {
        var world = try started()
        hold(brokers[1], in: &world)
        var plan = world.plan()
        #expect(plan.steps.map(\.id) == [id(brokers[1], StepVerb.ready)])
        let findings = DriftReport(plan, observed: world.state).findings
        #expect(findings.isEmpty, "git wants it for the first time")
        let applied = Dictionary(
            uniqueKeysWithValues: world.resources.map { ($0.address, $0.specification.digest(key: [1, 2, 3])) })
        plan = Planning.plan(world.input(lastApplied: applied))
        #expect(DriftReport(plan, observed: world.state).findings.map(\.nature) == [.inMaintenance])

        // Before a reload, which would be refused, and before another broker goes.
        world.emqxImage = "emqx:5.9"
        world.balancerVersion = "2"
        plan = world.plan()
        let ready = id(brokers[1], StepVerb.ready)
        for balancer in balancers {
            #expect(steps(plan, before: StepID("\(balancer)/haproxy/haproxy#reload")).contains(ready))
        }
        for broker in brokers { #expect(steps(plan, before: id(broker, StepVerb.drain)).contains(ready)) }
        check(plan, world)
    }

    @Test func clientsThatCannotBeMovedKeepTheirBroker() throws {
        var world = try started()
        world.emqxImage = "emqx:5.9"
        world.state.unreachable[balancers[1]] = Failure(
            .hostUnreachable, attempted: "look", on: balancers[1].text, response: "no answer")
        let plan = world.plan()
        #expect(!plan.steps.contains { $0.action == .replace || $0.resource.kind == RotationSpecification.kind })
        for broker in brokers {
            #expect(
                plan.warnings.contains(
                    "\(broker) is not disturbed: its clients cannot be moved away: wlb02 cannot be reached"))
            #expect(plan.heldBack.contains(ResourceAddress(broker, ContainerSpecification.kind, "emqx")))
        }
        check(plan, world)
    }

    @Test func aPlanOfOneHostMovesClientsToo() throws {
        var world = try started()
        world.emqxImage = "emqx:5.9"
        let scope = PlanScope(hosts: [brokers[0]])
        let plan = Planning.plan(world.input(scope: scope))
        #expect(
            plan.steps.map(\.verb).suffix(4) == [StepVerb.drain, StepVerb.replace, StepVerb.join, StepVerb.spread])
        check(plan, world)
        // What else is out of service does not come back in such a plan.
        hold(brokers[1], in: &world)
        let barred = Planning.plan(world.input(scope: scope))
        #expect(!barred.steps.contains { $0.action == .replace })
        #expect(
            barred.warnings == [
                "wbroker01 is not disturbed: wbroker02 is out of service since a run that was ended"
            ])
        check(barred, world)
    }

    @Test func whatSomebodyTookOutComesBackBefore() throws {
        var world = try started()
        world.emqxImage = "emqx:5.9"
        let address = ResourceAddress(balancers[0], HAProxySpecification.kind, "haproxy")
        world.state.hosts[balancers[0]]?.resources[address]?.observation = HAProxyObservation(
            isRunning: true, configuration: "1", servers: ["mqtt/wbroker02": "MAINT"])
        let plan = world.plan()
        for broker in brokers {
            #expect(steps(plan, before: id(broker, StepVerb.drain)).contains(StepID("\(address)#ready")))
        }
        check(plan, world)
        let barred = Planning.plan(world.input(scope: PlanScope(hosts: [brokers[0]])))
        #expect(
            barred.warnings == ["wbroker01 is not disturbed: mqtt/wbroker02 is out of service by hand on wlb01"])
        check(barred, world)
    }

    @Test func anotherLoadBalancerIsNotAsked() throws {
        var world = try started()
        world.emqxImage = "emqx:5.9"
        world.isBalancedElsewhere = true
        let plan = world.plan()
        #expect(plan.steps.count { $0.action == .replace } == 3)
        #expect(!plan.steps.contains { $0.resource.kind == RotationSpecification.kind })
        #expect(plan.warnings.count { $0.contains("are cut off while it is changed") } == 3)
        check(plan, world, managesBalancers: false)
    }
}
