import BrokerModel
import PlanChecker
import TestSupport
import Testing

@testable import Planner

/// The Redis cluster in plans: when it is made and mended, and in which order its
/// nodes are changed.
@Suite("The Redis cluster in plans")
struct RedisRulesTests {
    private static let hosts = (1...3).map { host("wbroker0\($0)") } + (1...4).map { host("waloop0\($0)") }

    /// A world and the Redis nodes in it.
    private struct Story {
        var world: World
        var scene: RedisScene
        var isOwned = true
        var scope = PlanScope()

        /// All containers run and one cluster is whole.
        static func settled(nodes: Int = 1) throws -> Story {
            var world = try World(nodes: nodes)
            world.apply(world.plan())
            return Story(world: world, scene: .settled(hosts: hosts))
        }

        var input: PlanningInput {
            var input = world.input(scope: scope)
            if world.externalRedis == nil {
                input.resources.append(
                    Resource(
                        address: RedisClusterSpecification.resource, specification: scene.specification,
                        source: SourcePosition(file: "broker.yaml", line: 1), reason: "elections"))
            }
            for (name, view) in scene.observation.views {
                let address = ResourceAddress(name, RedisClusterSpecification.kind, ResourceAddress.partName)
                input.observed.hosts[name]?.resources[address] = ObservedResource(
                    address: address, observation: RedisObservation(views: [name: view]),
                    isOwned: isOwned || !view.isAnswering)
            }
            return input
        }

        /// The plan, which has to pass the checker.
        func plan() -> Plan {
            let input = input
            let plan = Planning.plan(input)
            let check = PlanCheckInput(
                hosts: world.hosts, observed: input.observed, limits: world.limits, replicas: 2,
                managesBalancers: true)
            #expect(PlanCheck.check(plan, against: check) == [])
            return plan
        }

        func redis(_ plan: Plan) -> [String] {
            plan.steps.filter { $0.resource.kind == RedisClusterSpecification.kind || $0.resource.name == "redis" }
                .filter { $0.resource.kind != ImageSpecification.kind }.map(\.id.text)
        }
    }

    @Test func aWholeClusterNeedsNothing() throws {
        let plan = try Story.settled().plan()
        #expect(plan.steps.isEmpty && plan.conflicts.isEmpty && plan.warnings.isEmpty)
    }

    @Test func onBareHostsItIsMadeWhenAllNodesRunAndBeforeTheInstances() throws {
        var story = Story(world: try World(nodes: 2), scene: RedisScene(hosts: Self.hosts))
        story.scene.silent = Set(Self.hosts)
        story.isOwned = false
        let plan = story.plan()
        let create = try #require(plan.steps.first { $0.resource == RedisClusterSpecification.resource })
        #expect(create.action == .create && create.verb == StepVerb.create && create.hosts == Self.hosts)
        #expect(create.changes.first?.to == "wbroker01, wbroker02, wbroker03")
        for host in Self.hosts { #expect(create.after.contains(StepID("\(host)/container/redis#create"))) }
        let instances = plan.steps.filter {
            $0.resource.kind == ContainerSpecification.kind && $0.resource.name.hasPrefix("xx-")
        }
        #expect(instances.count == 4)
        #expect(instances.allSatisfy { $0.after.contains(create.id) })
    }

    @Test func whatWasMadeBeforeAndIsNotYetAClusterBecomesOne() throws {
        var story = try Story.settled()
        story.scene = RedisScene(hosts: Self.hosts)
        #expect(story.redis(story.plan()) == ["cluster/redis#create"])
        // Half of it, after a run that was killed: nothing is made anew.
        for repair in try #require(story.scene.cluster).repairs.prefix(7) {
            _ = story.scene.tell(repair.command, to: repair.host)
        }
        #expect(story.redis(story.plan()) == ["cluster/redis#mend"])
    }

    @Test func aLostNodeIsReplacedInAnOperatorsWords() throws {
        var story = try Story.settled()
        story.scene.startAnew(host("waloop01"), number: 1)
        let plan = story.plan()
        #expect(story.redis(plan) == ["cluster/redis#mend"])
        let changes = plan.steps.first?.changes ?? []
        #expect(changes.map(\.field).contains("waloop01"))
        #expect(changes.first?.from == "empty, in no cluster")
        let input = story.input
        var applied = input
        applied.lastApplied = Dictionary(
            uniqueKeysWithValues: input.resources.map { ($0.address, $0.specification.digest(key: input.key)) })
        let drift = DriftReport(Planning.plan(applied), observed: applied.observed)
        let sentence = drift.findings.first { $0.resource == RedisClusterSpecification.resource }?.sentence
        #expect(sentence?.hasPrefix("the Redis cluster is not whole: waloop01 is empty, in no cluster") == true)
    }

    @Test func aStoppedNodeIsWaitedFor() throws {
        var story = try Story.settled()
        let container = RedisClusterSpecification.container(on: host("waloop02"))
        var stopped = try #require(
            story.world.state.hosts[host("waloop02")]?.resources[container]?.observation as? ContainerObservation)
        stopped.state = ContainerState(status: "exited")
        story.world.state.hosts[host("waloop02")]?.resources[container]?.observation = stopped
        story.scene.silent = [host("waloop02")]
        #expect(story.redis(story.plan()) == ["waloop02/container/redis#start", "cluster/redis#mend"])
    }

    @Test func ofANodeThatHangsNothingCanBeSaidButThatItDoes() throws {
        var story = try Story.settled()
        story.scene.silent = [host("waloop02")]
        #expect(story.plan().steps.isEmpty)
        let input = story.input
        let drift = DriftReport(Planning.plan(input), observed: input.observed)
        #expect(drift.findings.map(\.sentence) == ["the Redis cluster gets no answer from waloop02"])
    }

    @Test func anImageGoesOverReplicasFirstAndEveryMasterHandsOver() throws {
        var story = try Story.settled()
        story.world.redisImage = "redis:7.4"
        let order = story.redis(story.plan())
        #expect(
            order == (1...4).map { "waloop0\($0)/container/redis#replace" }
                + (1...3).flatMap { ["cluster/redis/wbroker0\($0)#failover", "wbroker0\($0)/container/redis#replace"] })
        // Whoever is master when the plan is made.
        for name in ["waloop01", "waloop02", "waloop03"] {
            #expect(story.scene.tell(.failover(.agreed), to: host(name)) == nil)
        }
        let other = story.redis(story.plan())
        #expect(other.prefix(1) == ["waloop04/container/redis#replace"])
        #expect(other.suffix(2) == ["cluster/redis/waloop03#failover", "waloop03/container/redis#replace"])
    }

    /// Each of the two has an elected instance meanwhile; and nobody is left without a Redis to ask.
    @Test func toAnotherRedisTheInstancesGoFirst() throws {
        var story = try Story.settled(nodes: 1)
        story.world.externalRedis = #"[{"host":"192.0.2.99","port":6379}]"#
        let plan = story.plan()
        let moved = plan.steps.filter { $0.resource.name == centre(0).text && $0.action == .replace }
        #expect(moved.map { $0.disturbance?.elsewhere.count } == [2, 1])
        #expect(moved.last?.disturbance?.elsewhere == [try #require(moved.last).resource])
        let removed = plan.steps.filter { $0.resource.name == "redis" && $0.action == .delete }
        #expect(removed.count == Self.hosts.count)
        for step in removed { for earlier in moved { #expect(step.after.contains(earlier.id)) } }
        #expect(plan.warnings.contains { $0.contains("1 node moves to another Redis") && $0.contains("twice") })
        // One node more or less is the same Redis.
        story.world.externalRedis = #"[{"host":"192.0.2.99","port":6379},{"host":"192.0.2.12","port":6379}]"#
        let other = story.plan()
        #expect(other.steps.allSatisfy { $0.disturbance?.elsewhere.isEmpty != false })
        #expect(!other.warnings.contains { $0.contains("twice") })
    }

    @Test func instancesAreTouchedAfterRedis() throws {
        var story = try Story.settled(nodes: 1)
        story.world.redisImage = "redis:7.4"
        story.world.nodes[centre(0)]?.image = "golfvert/wis2gb:2.0"
        let plan = story.plan()
        let last = StepID("wbroker03/container/redis#replace")
        let instances = plan.steps.filter { $0.resource.name == centre(0).text && $0.action == .replace }
        #expect(instances.count == 2)
        #expect(instances.allSatisfy { $0.after.contains(last) })
    }

    @Test func beforeAMasterIsTouchedTheClusterIsMended() throws {
        var story = try Story.settled()
        story.world.redisImage = "redis:7.4"
        story.scene.startAnew(host("waloop01"), number: 1)
        let plan = story.plan()
        let order = story.redis(plan)
        #expect(order.first == "cluster/redis#mend")
        #expect(order.filter { $0.hasSuffix("#failover") }.count == 7)
    }

    @Test func aMasterStaysWhenNotAllMembersWereLookedAt() throws {
        var story = try Story.settled()
        story.world.redisImage = "redis:7.4"
        story.scope = PlanScope(hosts: [host("wbroker01"), host("waloop01")])
        let plan = story.plan()
        #expect(story.redis(plan) == ["waloop01/container/redis#replace"])
        #expect(plan.warnings.contains { $0.contains("is a master of Redis, and who could take over is not known") })
    }

    @Test func whatIsNotIsobarsIsNeverChanged() throws {
        var story = try Story.settled()
        story.isOwned = false
        #expect(story.plan().warnings.contains { $0.hasPrefix("cluster/redis is as wanted, but not Isobar's") })
        story.scene.startAnew(host("waloop01"), number: 1)
        let plan = story.plan()
        #expect(plan.steps.isEmpty)
        #expect(plan.conflicts.map(\.resource) == [RedisClusterSpecification.resource])
    }

    @Test func twoClustersAreToldAndNotJoined() throws {
        var story = try Story.settled()
        story.scene.startAnew(host("waloop01"), number: 1)
        story.scene.keys[host("waloop01")] = 3
        let conflicts = story.plan().conflicts
        #expect(conflicts.first?.explanation.contains("never joins two") == true)
    }
}
