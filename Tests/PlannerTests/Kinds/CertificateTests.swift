import BrokerModel
import PlanChecker
import Testing

@testable import Planner

@Suite("Another certificate")
struct CertificateTests {
    private var world: World

    init() throws {
        world = try World(nodes: 2)
        world.apply(world.plan())
        #expect(world.plan().steps.isEmpty)
    }

    private func violations(of plan: Plan) -> [Violation] {
        PlanCheck.check(
            plan,
            against: PlanCheckInput(
                hosts: world.hosts, observed: world.state, limits: world.limits, replicas: 2,
                wantedNodes: Set(world.nodes.keys), managesBalancers: true))
    }

    @Test("is written and shown without a reload, on both balancers, and nothing else happens")
    func renewal() throws {
        var world = world
        world.certificate = Secret("certificate 2")
        let plan = world.plan()
        for balancer in ["wlb01", "wlb02"] {
            let steps = plan.steps.filter { $0.resource.scope == balancer }
            #expect(steps.map(\.verb) == [StepVerb.put, StepVerb.renew])
            #expect(steps.last?.after == [steps[0].id])
            #expect(steps.allSatisfy { $0.cause == .pending && $0.disturbance == nil })
        }
        #expect(plan.steps.count == 4)
        #expect(violations(of: plan) == [])
        world.apply(plan)
        #expect(world.plan().steps.isEmpty)
    }

    @Test("together with another configuration is part of the reload")
    func withReload() throws {
        var world = world
        world.certificate = Secret("certificate 2")
        world.balancerVersion = "2"
        let verbs = world.plan().steps.filter { $0.resource.scope == "wlb01" }.map(\.verb).sorted()
        #expect(verbs == [StepVerb.put, StepVerb.put, StepVerb.reload])
    }

    @Test("that did not reach the process is left to a reload")
    func fallback() throws {
        var world = world
        world.certificate = Secret("certificate 2")
        // The file was written, the process goes on with the old one.
        for step in world.plan().steps where step.verb == StepVerb.put { world.state.apply(step) }
        for balancer in [host("wlb01"), host("wlb02")] {
            let address = ResourceAddress(balancer, HAProxySpecification.kind, "haproxy")
            var observation = try #require(world.state.resource(address)?.observation as? HAProxyObservation)
            observation.isOutdated = true
            world.state.hosts[balancer]?.resources[address]?.observation = observation
        }
        let plan = world.plan()
        #expect(plan.steps.map(\.verb) == [StepVerb.reload, StepVerb.reload])
        #expect(plan.steps.allSatisfy { $0.disturbance != nil })
        #expect(violations(of: plan) == [])
    }

    @Test("edited by hand is put back and shown again, as drift")
    func drift() throws {
        var world = world
        let balancer = host("wlb01")
        let address = ResourceAddress(balancer, FileSpecification.kind, "etc/haproxy/certs/broker.pem")
        let ownership = FileOwnership(owner: "root", group: "haproxy", mode: 0o640)
        world.state.hosts[balancer]?.resources[address]?.observation = FileObservation(
            digest: Digest(of: "edited"), ownership: ownership)
        #expect(world.plan().steps.map(\.verb) == [StepVerb.put, StepVerb.renew])
        #expect(world.plan().steps.flatMap(\.changes).allSatisfy { $0.to?.contains("certificate 1") != true })
    }
}
