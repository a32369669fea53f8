import BrokerModel
import Planner
import Testing

/// Plans narrowed to a node, and what several nodes share.
@Suite struct NarrowedPlanTests {
    private static let list = ResourceAddress(World.manage, FileSpecification.kind, "home/gb/prometheus/mqtt.json")

    @Test func aNewNodeIsAddedToTheSharedList() throws {
        var world = try started(nodes: 3)
        world.nodes[centre(7)] = World.Wish()
        try world.place()
        let plan = world.narrowed(to: 7)
        #expect(plan.steps.contains { $0.resource == Self.list && $0.action == .update })
        #expect(plan.steps.contains { $0.resource.name == "home/gb/traefik/dynamic/\(centre(7)).yml" })
        #expect(plan.warnings.isEmpty)
        world.apply(plan)
        #expect(world.plan().steps.map(\.id.text) == [])
    }

    @Test func aRemovedNodeIsTakenFromTheSharedList() throws {
        var world = try started(nodes: 3)
        world.nodes[centre(1)] = nil
        let plan = world.narrowed(to: 1)
        #expect(plan.steps.contains { $0.resource == Self.list })
        #expect(plan.warnings.isEmpty)
        world.apply(plan)
        #expect(world.plan().steps.map(\.id.text) == [])
    }

    @Test func theOnlyNode() throws {
        var world = try started(nodes: 1)
        let node = world.nodes.removeValue(forKey: centre(0))
        let removal = world.narrowed(to: 0)
        #expect(removal.steps.contains { $0.resource == Self.list })
        world.apply(removal)
        world.nodes[centre(0)] = node
        try world.place()
        #expect(world.narrowed(to: 0).steps.contains { $0.resource == Self.list })
    }

    @Test func aListThatOthersChangeTooIsLeftOut() throws {
        var world = try started(nodes: 3)
        world.nodes[centre(7)] = World.Wish()
        world.nodes[centre(8)] = World.Wish()
        try world.place()
        let plan = world.narrowed(to: 7)
        #expect(!plan.steps.contains { $0.resource == Self.list })
        #expect(
            plan.warnings == ["\(Self.list) is left out: not only what \(centre(7)) brings to it changes"])
        let both = Planning.plan(world.input(scope: PlanScope(nodes: [centre(7), centre(8)])))
        #expect(both.steps.contains { $0.resource == Self.list })
    }

    @Test func aListChangedByHandIsLeftOut() throws {
        var world = try started(nodes: 3)
        world.edit(Self.list, to: "[\n  something else,\n")
        let plan = world.narrowed(to: 1)
        #expect(!plan.steps.contains { $0.resource == Self.list })
        #expect(plan.warnings.count == 1)
        // The node has nothing to do with it.
        world.edit(Self.list, to: "# a note\n" + world.list)
        #expect(world.narrowed(to: 1).warnings.isEmpty)
    }

    @Test func aListThatCannotBeShownIsLeftOut() throws {
        var world = try started(nodes: 3)
        world.edit(Self.list, to: "too long")
        world.state.hosts[World.manage]?.texts = [:]
        #expect(world.narrowed(to: 1).warnings == ["\(Self.list) is left out: what stands there now is not known"])
    }

    /// One centre-id is the beginning of the other.
    @Test func aNameWithinAnotherIsAnother() throws {
        var world = try started(nodes: 3)
        world.nodes[centre(11)] = World.Wish()
        try world.place()
        let plan = world.narrowed(to: 1)
        #expect(plan.steps.isEmpty)
        #expect(plan.warnings.isEmpty)
    }

    /// Traefik is asked for the routes of the node, not for those of nodes that
    /// the plan does not bring.
    @Test func routesOfOthersAreNotAwaited() throws {
        var world = try started(nodes: 1)
        world.nodes[centre(7)] = World.Wish()
        world.nodes[centre(8)] = World.Wish()
        try world.place()
        let verify = try #require(
            world.narrowed(to: 7).steps.first { $0.resource == ResourceAddress("wmanage/traefik/routes") })
        let wanted = try #require(verify.specification as? TraefikSpecification)
        #expect(!wanted.routers.contains { $0.hasPrefix(centre(8).text) })
        #expect(wanted.routers.contains("\(centre(7))_metrics@file"))
    }

    @Test func aMovedInstanceThatHadStoppedDeletesNoNode() throws {
        var world = try started(nodes: 1)
        let old = try #require(world.placement.hosts[centre(0)])
        let new = try #require(world.antiloopHosts.first { !old.contains($0) })
        let address = ResourceAddress(old[1], ContainerSpecification.kind, centre(0).text)
        var container = try #require(world.container(centre(0), on: old[1]))
        container.state.status = "exited"
        world.state.hosts[old[1]]?.resources[address]?.observation = container
        world.nodes[centre(0)]?.pins = [old[0], new]
        try world.place()
        let plan = world.plan()
        let removal = try #require(plan.steps.first { $0.resource == address })
        #expect(removal.action == .delete && removal.disturbance == nil)
        #expect(plan.deletedNodes.isEmpty)
        #expect(plan.deletions == 0)
    }

    @Test func aNodeOnTwoHostsIsDeletedOnce() throws {
        var world = try started(nodes: 2)
        world.nodes[centre(0)] = nil
        #expect(world.plan().deletions == 1)
    }

    @Test func hostsThatLeftDoNotCountInANarrowedPlan() throws {
        let world = try started(nodes: 1)
        let gone = [ResourceAddress(host("waloop99"), FileSpecification.kind, "a/b"): Digest(of: "x")]
        for scope in [PlanScope(hosts: [host("waloop01")]), PlanScope(nodes: [centre(0)])] {
            let plan = Planning.plan(world.input(lastApplied: gone, scope: scope))
            #expect(plan.departedHosts.isEmpty)
            #expect(plan.deletions == 0)
            #expect(plan.warnings.isEmpty)
        }
        #expect(Planning.plan(world.input(lastApplied: gone)).deletions == 1)
    }

    // MARK: -

    private func started(nodes: Int) throws -> World {
        var world = try World(nodes: nodes)
        world.apply(world.plan())
        return world
    }
}

extension World {
    fileprivate func narrowed(to node: Int) -> Plan {
        Planning.plan(input(scope: PlanScope(nodes: [centre(node)])))
    }

    /// Somebody writes the file, which everybody may read.
    fileprivate mutating func edit(_ address: ResourceAddress, to text: String) {
        guard let host = address.host, var file = state.resource(address)?.observation as? FileObservation else { return }
        file.digest = Digest(of: text)
        state.hosts[host]?.resources[address]?.observation = file
        state.hosts[host]?.texts[path("/" + address.name)] = text
    }
}
