import BrokerModel
import Planner
import Testing

@Suite struct PlanningTests {
    @Test func theCauseTellsGitFromTheHosts() throws {
        var world = try World(nodes: 2)
        world.apply(world.plan())
        let key = world.input().key
        let applied = Dictionary(
            uniqueKeysWithValues: world.resources.map { ($0.address, $0.specification.digest(key: key)) })
        // Someone stops a container; git drops a node.
        let drifted = try #require(world.placement.hosts[centre(0)]?.first)
        let address = ResourceAddress(drifted, ContainerSpecification.kind, centre(0).text)
        var found = try #require(world.container(centre(0), on: drifted))
        found.state.status = "exited"
        world.state.hosts[drifted]?.resources[address]?.observation = found
        world.nodes[centre(1)] = nil
        try world.place()
        let steps = Planning.plan(world.input(lastApplied: applied)).steps
        #expect(steps.first { $0.resource == address }?.cause == .drift)
        #expect(steps.filter { $0.action == .delete }.allSatisfy { $0.cause == .pending })
        // Traefik is looked at because git moved, where it did.
        #expect(steps.filter { $0.verb == StepVerb.verify }.contains { $0.cause == .pending })
        #expect(Planning.plan(world.input()).steps.filter { $0.action != .delete }.allSatisfy { $0.cause == .pending })
    }

    @Test func aConsequenceHasTheCauseOfWhatItFollows() throws {
        var world = try World(nodes: 1)
        world.apply(world.plan())
        let key = world.input().key
        let applied = Dictionary(
            uniqueKeysWithValues: world.resources.map { ($0.address, $0.specification.digest(key: key)) })
        world.nodes[centre(0)]?.image = "golfvert/wis2gb:2.0"
        let steps = Planning.plan(world.input(lastApplied: applied)).steps
        #expect(steps.contains { $0.verb == StepVerb.verify })
        #expect(steps.allSatisfy { $0.cause == .pending })
    }

    @Test func theDigestIsOfTheWorldAndNotOfItsStory() throws {
        var world = try World(nodes: 2)
        world.apply(world.plan())
        world.nodes[centre(0)]?.topic = "a"
        let plan = world.plan()
        var input = world.input()
        input.commit = "another"
        input.resources = input.resources.map { resource in
            var resource = resource
            resource.reason = "another"
            return resource
        }
        #expect(Planning.plan(input).digest == plan.digest)
        world.nodes[centre(0)]?.topic = "b"
        #expect(world.plan().digest != plan.digest)
    }

    @Test func anotherSecretIsAnotherPlan() throws {
        var digests: Set<Digest> = []
        for password in ["a", "b"] {
            var world = try World(nodes: 1)
            world.apply(world.plan())
            world.nodes[centre(0)]?.password = password
            digests.insert(world.plan().digest)
        }
        #expect(digests.count == 2)
    }

    @Test func nothingOfOthersIsRemoved() throws {
        var world = try World(nodes: 1)
        world.apply(world.plan())
        for address in try #require(world.state.hosts[host("waloop01")]).resources.keys {
            world.state.hosts[host("waloop01")]?.resources[address]?.isOwned = false
        }
        world.nodes[centre(0)] = nil
        #expect(!world.plan().steps.contains { $0.action == .delete && $0.resource.scope == "waloop01" })
    }

    /// Labels name an owner as well as the manifest does (a container made just
    /// before a host lost its disk's last write).
    @Test func whatIsOwnedByItsLabelsIsRemovedToo() throws {
        var world = try World(nodes: 1)
        world.apply(world.plan())
        for host in world.state.hosts.keys { world.state.hosts[host]?.manifest = Manifest() }
        world.nodes[centre(0)] = nil
        #expect(world.plan().steps.count { $0.action == .delete } == 9)
    }

    @Test func theScopeOfAHost() throws {
        var world = try World(nodes: 4)
        world.apply(world.plan())
        for node in world.nodes.keys { world.nodes[node]?.image = "golfvert/wis2gb:2.0" }
        let plan = Planning.plan(world.input(scope: PlanScope(hosts: [host("waloop02")])))
        #expect(!plan.steps.isEmpty)
        #expect(Set(plan.steps.map(\.resource.scope)) == ["waloop02"])
    }

    @Test func theScopeOfANode() throws {
        var world = try World(nodes: 4)
        world.apply(world.plan())
        for node in world.nodes.keys { world.nodes[node]?.image = "golfvert/wis2gb:2.0" }
        world.nodes[centre(3)] = nil
        world.nodes[centre(2)] = nil
        let changed = Planning.plan(world.input(scope: PlanScope(nodes: [centre(1)])))
        #expect(
            changed.steps.filter { $0.action == .replace }.map(\.resource.name) == [centre(1).text, centre(1).text])
        #expect(changed.steps.allSatisfy { $0.action != .delete })
        #expect(changed.steps.contains { $0.resource.kind == ImageSpecification.kind })
        let removed = Planning.plan(world.input(scope: PlanScope(nodes: [centre(2)])))
        #expect(removed.steps.filter { $0.action == .delete }.allSatisfy { $0.resource.name.contains(centre(2).text) })
        #expect(removed.deletedNodes == [centre(2)])
    }

    @Test func anImageThatIsMissingIsBrought() throws {
        var world = try World(nodes: 0)
        world.apply(world.plan())
        let address = ResourceAddress(host("wbroker01"), ImageSpecification.kind, "redis:7.2")
        world.state.hosts[host("wbroker01")]?.resources[address] = nil
        let steps = world.plan().steps
        #expect(steps.map(\.id.text) == ["wbroker01/image/redis:7.2#create"])
        #expect(steps.map(\.verb) == [StepVerb.pull])
    }

    @Test func theHelperComesFirst() throws {
        let plan = try World(nodes: 2).plan()
        for step in plan.steps where step.resource.kind != HelperSpecification.kind {
            #expect(step.after.contains(StepID("\(step.resource.scope)/helper/helper#create")))
        }
    }
}
