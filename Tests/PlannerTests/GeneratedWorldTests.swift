import BrokerModel
import PlanChecker
import Planner
import TestSupport
import Testing

/// Random commits and accidents on a small broker. A failure names its seed.
@Suite struct GeneratedWorldTests {
    private static let seeds: [UInt64] = Array(1...40)

    @Test(arguments: seeds) func applyingLeavesNothingToDo(seed: UInt64) throws {
        var (world, random) = try started(seed)
        for _ in 0..<4 {
            try world.change(&random)
            let plan = world.plan()
            try verify(plan, world, seed)
            world.apply(plan)
            try world.place()
            let again = world.plan()
            #expect(again.steps.map(\.id.text) == [], "seed \(seed)")
            #expect(again.warnings == [], "seed \(seed)")
        }
    }

    @Test(arguments: seeds) func anInterruptedRunConverges(seed: UInt64) throws {
        var (world, random) = try started(seed)
        try world.change(&random)
        try world.change(&random)
        var steps = randomOrder(world.plan(), &random)
        steps = Array(steps.prefix(Int.random(in: 0...steps.count, using: &random)))
        for step in steps { world.state.apply(step) }
        try world.place()
        let rest = world.plan()
        try verify(rest, world, seed)
        world.apply(rest)
        try world.place()
        #expect(world.plan().steps.map(\.id.text) == [], "seed \(seed)")
    }

    @Test(arguments: seeds) func everyOrderKeepsAnInstanceUp(seed: UInt64) throws {
        var (world, random) = try started(seed)
        try world.change(&random)
        try world.change(&random)
        let plan = world.plan()
        let wasUp = world.nodes.keys.filter { world.running($0) > 0 }
        for step in randomOrder(plan, &random) {
            // While a container is replaced, it is down.
            if step.action == .replace, let node = CentreID(step.resource.name), let host = step.resource.host,
                let old = world.container(node, on: host), old.state.isRunning, wasUp.contains(node)
            {
                #expect(world.running(node) > 1, "seed \(seed): \(step.id) takes the last instance out")
            }
            world.state.apply(step)
            for node in wasUp { #expect(world.running(node) > 0, "seed \(seed): \(node) is down after \(step.id)") }
        }
    }

    @Test(arguments: seeds) func theOrderOfTheInputDoesNotMatter(seed: UInt64) throws {
        var (world, random) = try started(seed)
        try world.change(&random)
        let input = world.input()
        var shuffled = input
        shuffled.resources.shuffle(using: &random)
        shuffled.hosts.shuffle(using: &random)
        let (plan, other) = (Planning.plan(input), Planning.plan(shuffled))
        #expect(plan.digest == other.digest, "seed \(seed)")
        #expect(plan.steps.map(\.id) == other.steps.map(\.id), "seed \(seed)")
        #expect(plan.steps.map(\.after) == other.steps.map(\.after), "seed \(seed)")
    }

    @Test(arguments: seeds) func anUnreachableHostIsLeftAlone(seed: UInt64) throws {
        var (world, random) = try started(seed)
        let lost = try #require(world.antiloopHosts.randomElement(using: &random))
        world.state.unreachable[lost] = Failure(
            .hostUnreachable, attempted: "look", on: lost.text, response: "no answer")
        try world.change(&random)
        let plan = world.plan()
        #expect(plan.unreachable.keys.contains(lost) == world.antiloopHosts.contains(lost) || !plan.unreachable.isEmpty)
        #expect(!plan.steps.contains { $0.resource.host == lost }, "seed \(seed)")
        try verify(plan, world, seed)
    }

    /// Everything is allowed to be otherwise than wanted at once: what is
    /// planned is safe, and carried out in any order it leaves nothing to do.
    @Test(arguments: [UInt64](0..<20)) func anyWorldConverges(hundred: UInt64) throws {
        for seed in (100 * hundred + 1)...(100 * hundred + 100) {
            var random = SplitMix64(seed: seed)
            var world = try World(nodes: Int.random(in: 0...4, using: &random))
            if !random.oneIn(8) { world.apply(world.plan()) }
            let before = world
            for _ in 0..<Int.random(in: 1...5, using: &random) { try world.change(&random) }
            try stays(before, world, seed)

            let plan = world.plan()
            try verify(plan, world, seed)
            for step in randomOrder(plan, &random) { world.state.apply(step) }
            let placement = world.placement
            try world.place()
            #expect(world.placement == placement, "seed \(seed): applying moved a node")
            #expect(world.plan().steps.map(\.id.text) == [], "seed \(seed)")
        }
    }

    /// An instance that runs moves only when its host left or its pins exclude it.
    private func stays(_ before: World, _ after: World, _ seed: UInt64) throws {
        for (node, wish) in after.nodes {
            for host in after.antiloopHosts where after.container(node, on: host) != nil {
                guard before.placement.hosts[node]?.contains(host) == true, wish.pins?.contains(host) ?? true else {
                    continue
                }
                #expect(after.placement.hosts[node]?.contains(host) == true, "seed \(seed): \(node) left \(host)")
            }
        }
    }

    // MARK: -

    /// A broker that was brought up from bare hosts.
    private func started(_ seed: UInt64) throws -> (World, SplitMix64) {
        var world = try World(nodes: 6)
        world.apply(world.plan())
        return (world, SplitMix64(seed: seed))
    }

    private func verify(_ plan: Plan, _ world: World, _ seed: UInt64) throws {
        let violations = PlanCheck.check(
            plan,
            against: PlanCheckInput(
                hosts: world.hosts, observed: world.input().observed, limits: world.limits, replicas: 2,
                wantedNodes: Set(world.nodes.keys), managesBalancers: true))
        #expect(violations.map(\.description) == [], "seed \(seed)")
    }

    /// One of the orders the graph allows.
    private func randomOrder(_ plan: Plan, _ random: inout SplitMix64) -> [Step] {
        var waiting = plan.steps
        var done: Set<StepID> = []
        var order: [Step] = []
        while let index = waiting.indices.filter({ waiting[$0].after.allSatisfy(done.contains) }).randomElement(
            using: &random)
        {
            let step = waiting.remove(at: index)
            done.insert(step.id)
            order.append(step)
        }
        return order
    }
}
