import BrokerModel
import Planner
import Testing

@Suite struct RolloutTests {
    @Test func aNewPairStartsAtOnce() throws {
        let plan = try World(nodes: 3).plan()
        #expect(plan.steps.allSatisfy { $0.disturbance == nil })
        #expect(plan.impact.map(\.redundancyReduced) == [false, false, false])
    }

    /// Then the work changes hands once. The election moves by itself, so what was
    /// reviewed is the same plan.
    @Test func theElectedOneComesLastInTheSamePlan() throws {
        var world = try started(3)
        world.limits.nodesAtOnce = 1
        let hosts = try #require(world.placement.hosts[centre(0)])
        for node in 0..<3 { world.nodes[centre(node)]?.image = "golfvert/wis2gb:2.0" }
        var digests = Set([world.plan().digest])
        for host in hosts {
            let elected = ResourceAddress(host, ContainerSpecification.kind, centre(0).text)
            let plan = Planning.plan(world.input(primaries: [elected]))
            let replaced = plan.steps.filter { $0.action == .replace && $0.resource.name == centre(0).text }
            #expect(replaced.last?.resource == elected)
            #expect(replaced.last?.after.contains(try #require(replaced.first).id) == true)
            digests.insert(plan.digest)
        }
        #expect(digests.count == 1)
    }

    /// More nodes at once than were reviewed, or other canaries, are another plan.
    @Test func theOrderOfNodesIsPartOfTheDigest() throws {
        var world = try started(4)
        for node in 0..<4 { world.nodes[centre(node)]?.image = "golfvert/wis2gb:2.0" }
        var digests: Set<Digest> = []
        for (canary, width) in [(1, 1), (1, 2), (2, 1), (2, 2)] {
            world.limits.canary = canary
            world.limits.nodesAtOnce = width
            digests.insert(world.plan().digest)
        }
        // One after the other is the same order, whoever of them is a canary.
        #expect(digests.count == 3)
    }

    @Test func theStoppedMemberComesFirstAndIsNoDisturbance() throws {
        var world = try started(1)
        let hosts = try #require(world.placement.hosts[centre(0)])
        let stopped = ResourceAddress(hosts[1], ContainerSpecification.kind, centre(0).text)
        var found = try #require(world.container(centre(0), on: hosts[1]))
        found.state.status = "exited"
        world.state.hosts[hosts[1]]?.resources[stopped]?.observation = found
        world.nodes[centre(0)]?.image = "golfvert/wis2gb:2.0"
        let replaced = world.plan().steps.filter { $0.action == .replace }
        #expect(replaced.map(\.resource.host) == [hosts[1], hosts[0]])
        #expect(replaced.map { $0.disturbance == nil } == [true, false])
        #expect(replaced[1].after.contains(replaced[0].id))
        #expect(replaced[1].disturbance?.siblings == [stopped])
        #expect(replaced[1].disturbance?.windowSeconds == world.limits.electionWindowSeconds)
    }

    @Test func aMovedInstanceRunsBeforeTheOldOneGoes() throws {
        var world = try started(1)
        let old = try #require(world.placement.hosts[centre(0)])
        let new = try #require(world.antiloopHosts.first { !old.contains($0) })
        world.nodes[centre(0)]?.pins = [old[0], new]
        try world.place()
        let plan = world.plan()
        let create = try #require(
            plan.steps.first { $0.action == .create && $0.resource.kind == ContainerSpecification.kind })
        let delete = try #require(
            plan.steps.first { $0.action == .delete && $0.resource.kind == ContainerSpecification.kind })
        #expect(create.resource.host == new)
        #expect(delete.resource.host == old[1])
        #expect(delete.after.contains(create.id))
        #expect(delete.disturbance?.siblings.compactMap(\.host) == [old[0], new].sorted())
        #expect(plan.deletedNodes.isEmpty)
        #expect(plan.impact == [Impact(centreId: centre(0).text, redundancyReduced: true, atMostSeconds: 20)])
        // Its files go after it, the directory last.
        let files = plan.steps.filter { $0.action == .delete && $0.resource.kind == FileSpecification.kind }
        #expect(files.count == 2)
        #expect(files.allSatisfy { $0.after.contains(delete.id) })
        let directory = try #require(
            plan.steps.first { $0.action == .delete && $0.resource.kind == DirectorySpecification.kind })
        #expect(directory.after.contains { id in files.contains { $0.id == id } })
    }

    @Test func aNodeIsReducedForAnElectionAsWell() throws {
        var world = try started(1)
        world.nodes[centre(0)]?.image = "golfvert/wis2gb:2.0"
        // Each instance: 10 s to stop, 5 s until the other one is elected, 10 s to be well.
        #expect(
            world.plan().impact == [Impact(centreId: centre(0).text, redundancyReduced: true, atMostSeconds: 50)])
    }

    @Test func canariesGoAlone() throws {
        var world = try started(8)
        for node in world.nodes.keys { world.nodes[node]?.image = "golfvert/wis2gb:2.0" }
        let plan = world.plan()
        let replaced = plan.steps.filter { $0.action == .replace }
        let canary = replaced.filter { $0.resource.name == centre(0).text }
        #expect(replaced.count == 16 && canary.count == 2)
        for step in replaced where step.resource.name != centre(0).text {
            #expect(ancestors(of: step, in: plan).isSuperset(of: canary.map(\.id)))
        }
    }

    @Test func thePassiveBalancerComesFirst() throws {
        var world = try started(0)
        let address = ResourceAddress(host("wlb01"), HAProxySpecification.kind, "haproxy")
        world.state.hosts[host("wlb01")]?.resources[address]?.observation = HAProxyObservation(
            isRunning: true, configuration: "1", hasVirtualAddress: true)
        world.balancerVersion = "2"
        let reloads = world.plan().steps.filter { $0.verb == StepVerb.reload }
        #expect(reloads.map(\.resource.scope) == ["wlb02", "wlb01"])
        #expect(reloads.last?.after.contains(reloads[0].id) == true)
        let files = world.plan().steps.filter { $0.resource.description.hasSuffix("file/etc/haproxy/haproxy.cfg") }
        #expect(files.map(\.resource.scope) == ["wlb02", "wlb01"])
        #expect(files.last?.after.contains(reloads[0].id) == true)
    }

    @Test func whatIsLeftOfAPairIsNotTouchedWhileTheOtherIsUnknown() throws {
        var world = try started(2)
        let hosts = try #require(world.placement.hosts[centre(0)])
        world.state.unreachable[hosts[0]] = Failure(
            .hostUnreachable, attempted: "look", on: hosts[0].text, response: "no answer")
        for node in world.nodes.keys { world.nodes[node]?.image = "golfvert/wis2gb:2.0" }
        let plan = world.plan()
        #expect(!plan.steps.contains { $0.action == .replace && $0.resource.name == centre(0).text })
        #expect(plan.warnings.contains("\(centre(0)) is not disturbed: \(hosts[0]) cannot be reached"))
        #expect(!plan.isEmpty)
    }

    /// Somebody's container bears an instance's name: the other instance may be all that serves.
    @Test func aSetWithAStrangersContainerIsLeftAlone() throws {
        var world = try started(1)
        let instance = try #require(
            world.resources.last {
                $0.address.name == centre(0).text && $0.address.kind == ContainerSpecification.kind
            })
        let host = try #require(instance.address.host)
        var found = try #require(world.container(centre(0), on: host))
        found.environment["CENTRE_ID"] = nil
        world.state.hosts[host]?.resources[instance.address]?.observation = found
        world.state.hosts[host]?.resources[instance.address]?.isOwned = false
        world.nodes[centre(0)]?.image = "golfvert/wis2gb:2.0"
        let plan = world.plan()
        #expect(!plan.steps.contains { $0.action == .replace })
        #expect(plan.warnings.contains("\(centre(0)) is not disturbed: \(instance.address) is somebody else's"))
    }

    @Test func aRemovedNodeGoesAtOnceAndCounts() throws {
        var world = try started(3)
        world.nodes[centre(1)] = nil
        let plan = world.plan()
        #expect(plan.deletedNodes == [centre(1)])
        #expect(plan.deletions == 1)
        #expect(plan.steps.allSatisfy { $0.disturbance == nil })
        #expect(plan.steps.count { $0.action == .delete } == 9)
    }

    @Test func aHostThatLeftCountsAsADelete() throws {
        var world = try started(0)
        var input = world.input()
        input.lastApplied = [ResourceAddress(host("waloop99"), FileSpecification.kind, "a/b"): Digest(of: "x")]
        let plan = Planning.plan(input)
        #expect(plan.departedHosts == [host("waloop99")])
        #expect(plan.deletions == 1)
        world.apply(plan)
    }

    private func started(_ nodes: Int) throws -> World {
        var world = try World(nodes: nodes)
        world.apply(world.plan())
        return world
    }

    private func ancestors(of step: Step, in plan: Plan) -> Set<StepID> {
        let steps = Dictionary(uniqueKeysWithValues: plan.steps.map { ($0.id, $0) })
        var found: Set<StepID> = []
        var waiting = step.after
        while let next = waiting.popLast() {
            if found.insert(next).inserted { waiting += steps[next]?.after ?? [] }
        }
        return found
    }
}
