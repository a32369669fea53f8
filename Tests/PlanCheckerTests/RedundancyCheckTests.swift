import BrokerModel
import PlanChecker
import Testing

/// Plans that could take a whole set out.
@Suite struct RedundancyCheckTests {
    private let node = "ca-eccc-msc"

    @Test func concurrentDisturbance() {
        var plan = PlanFixture()
        plan.seeInstance(node, on: "waloop01", "waloop02")
        plan.replace(node, on: "waloop01", beside: "waloop02")
        plan.replace(node, on: "waloop02", beside: "waloop01")
        #expect(plan.broken() == [.concurrentDisturbance])
    }

    @Test func anOrderThroughOthersIsAnOrder() {
        var plan = PlanFixture()
        plan.seeInstance(node, on: "waloop01", "waloop02")
        let first = plan.replace(node, on: "waloop01", beside: "waloop02")
        let between = plan.add("waloop03/network/a", .create, after: [first])
        plan.replace(node, on: "waloop02", beside: "waloop01", after: [between])
        #expect(plan.broken() == [])
    }

    @Test(arguments: [("redis", "wbroker01", "waloop01"), ("emqx", "wbroker01", "wbroker02")])
    func clustersAreSetsToo(name: String, first: String, second: String) {
        var plan = PlanFixture()
        plan.seeInstance(name, on: first, second)
        plan.replace(name, on: first, beside: second)
        plan.replace(name, on: second, beside: first)
        #expect(plan.broken() == [.concurrentDisturbance])
    }

    @Test func balancersAreASet() {
        var plan = PlanFixture()
        for host in ["wlb01", "wlb02"] {
            plan.see("\(host)/haproxy/haproxy", HAProxyObservation(isRunning: true, configuration: "1"), isOwned: false)
        }
        plan.add("wlb01/haproxy/haproxy", .run, siblings: ["wlb02/haproxy/haproxy"])
        plan.add("wlb02/haproxy/haproxy", .run, siblings: ["wlb01/haproxy/haproxy"])
        #expect(plan.broken() == [.concurrentDisturbance])
    }

    /// Both have the address while they do not see each other: then there is no last one.
    @Test(arguments: [(["wlb01"], false), (["wlb02"], true), (["wlb01", "wlb02"], true), ([], true)])
    func theActiveBalancerComesLast(active: [String], isSafe: Bool) {
        var plan = PlanFixture()
        for host in ["wlb01", "wlb02"] {
            plan.see(
                "\(host)/haproxy/haproxy",
                HAProxyObservation(isRunning: true, configuration: "1", hasVirtualAddress: active.contains(host)),
                isOwned: false)
        }
        let first = plan.add("wlb01/haproxy/haproxy", .run, siblings: ["wlb02/haproxy/haproxy"])
        plan.add("wlb02/haproxy/haproxy", .run, after: [first], siblings: ["wlb01/haproxy/haproxy"])
        #expect(plan.broken() == (isSafe ? [] : [.activeFirst]))
    }

    @Test(arguments: [true, false])
    func theNextBalancerIsWrittenInItsTurn(isInTurn: Bool) {
        var plan = PlanFixture()
        for host in ["wlb01", "wlb02"] {
            plan.see("\(host)/haproxy/haproxy", HAProxyObservation(isRunning: true, configuration: "1"), isOwned: false)
        }
        let first = plan.add("wlb01/haproxy/haproxy", .run, siblings: ["wlb02/haproxy/haproxy"])
        let file = plan.add("wlb02/file/etc/haproxy/haproxy.cfg", .create, after: isInTurn ? [first] : [])
        plan.add("wlb02/haproxy/haproxy", .run, after: [first, file], siblings: ["wlb01/haproxy/haproxy"])
        #expect(plan.broken() == (isInTurn ? [] : [.activeFirst]))
    }

    @Test func theLastMemberThatWorks() {
        var plan = PlanFixture()
        plan.seeInstance(node, on: "waloop01")
        plan.seeInstance(node, on: "waloop02", status: "exited")
        plan.replace(node, on: "waloop01", beside: "waloop02")
        #expect(plan.broken() == [.lastMember])
        // Starting the other one helps only if it comes before.
        let start = plan.add("waloop02/container/\(node)", .run, verb: "start", PlanFixture.wanted(node))
        #expect(plan.broken() == [.lastMember])
        plan.steps[0].after = [StepID(start)]
        #expect(plan.broken() == [])
    }

    @Test func aMoveRemovesTheOldInstanceLast() {
        var plan = PlanFixture()
        plan.seeInstance(node, on: "waloop01", "waloop02")
        plan.see("waloop03/image/new:1", ImageObservation(id: "sha256:new"))
        plan.add(
            "waloop01/container/\(node)", .delete,
            siblings: ["waloop02/container/\(node)", "waloop03/container/\(node)"])
        let create = plan.add("waloop03/container/\(node)", .create, PlanFixture.wanted(node))
        #expect(plan.broken() == [.lastMember])
        plan.steps[0].after = [StepID(create)]
        #expect(plan.broken() == [])
    }

    @Test func unguarded() {
        var plan = PlanFixture()
        plan.seeInstance(node, on: "waloop01", "waloop02")
        plan.replace(node, on: "waloop01", beside: nil)
        #expect(plan.broken() == [.unguardedDisturbance])
        plan.steps = []
        plan.replace(node, on: "waloop01", beside: "waloop03")
        #expect(plan.broken() == [.unguardedDisturbance])
        plan.steps = []
        plan.add(
            "waloop01/container/\(node)", .replace, PlanFixture.wanted(node),
            siblings: ["waloop02/container/\(node)"], window: 0)
        #expect(plan.broken() == [.unguardedDisturbance])
    }

    @Test func aNodeThatGoesNeedsNoProtection() {
        var plan = PlanFixture()
        plan.seeInstance(node, on: "waloop01", "waloop02")
        plan.add("waloop01/container/\(node)", .delete)
        // One of two: only if the node is not wanted any more.
        #expect(plan.broken() == [.unguardedDisturbance])
        plan.wantedNodes = []
        #expect(plan.broken() == [])
        plan.wantedNodes = nil
        plan.add("waloop02/container/\(node)", .delete)
        #expect(plan.broken() == [])
        plan.wantedNodes = [PlanFixture.node(node)]
        #expect(plan.broken() == [.concurrentDisturbance, .unguardedDisturbance])
    }

    @Test func tooManyNodes() {
        var plan = PlanFixture()
        for index in 1...3 {
            let name = "xx-node-\(index)"
            plan.seeInstance(name, on: "waloop01", "waloop02")
            let first = plan.replace(name, on: "waloop01", beside: "waloop02")
            plan.replace(name, on: "waloop02", beside: "waloop01", after: [first])
        }
        #expect(plan.broken() == [.tooManyNodes])
        plan.steps[4].after = [plan.steps[1].id]
        #expect(plan.broken() == [])
        // Between the two steps of a node it counts as well.
        plan.steps[4].after = [plan.steps[0].id]
        #expect(plan.broken() == [.tooManyNodes])
    }
}
