import BrokerModel
import PlanChecker
import Testing

/// Plans that disturb a broker while clients are on it: hand-made ones.
@Suite struct MaintenanceCheckTests {
    /// Both brokers replaced, each taken out before and brought back after.
    private var right: PlanFixture {
        var plan = PlanFixture()
        plan.managesBalancers = true
        plan.seeInstance("emqx", on: "wbroker01", "wbroker02")
        change("wbroker01", beside: "wbroker02", after: [], &plan)
        change("wbroker02", beside: "wbroker01", after: ["wbroker01 join"], &plan)
        return plan
    }

    private func change(_ broker: String, beside other: String, after: [String], _ plan: inout PlanFixture) {
        rotate(broker, StepVerb.drain, after: after, &plan)
        plan.replace("emqx", on: broker, beside: other, after: ["\(broker) drain"])
        rotate(broker, StepVerb.join, after: ["\(broker)/container/emqx#replace"], &plan)
    }

    private func rotate(
        _ broker: String, _ verb: String, on balancers: [String] = ["wlb01", "wlb02"], after: [String],
        _ plan: inout PlanFixture
    ) {
        let specification = RotationSpecification(
            broker: host(broker), balancers: balancers.map(host), servers: ["mqtt/\(broker)", "ws/\(broker)"])
        plan.steps.append(
            Step(
                id: StepID("\(broker) \(verb)"), resource: RotationSpecification.resource(of: host(broker)),
                action: .run, verb: verb, cause: .pending, after: after.map { StepID($0) }, reason: "",
                specification: specification))
    }

    private func host(_ name: String) -> HostName {
        guard let host = HostName(name) else { preconditionFailure("\(name) is a host name") }
        return host
    }

    private func broken(_ edit: (inout PlanFixture) -> Void) -> Set<Violation.Rule> {
        var plan = right
        edit(&plan)
        return plan.broken()
    }

    private func index(_ id: String, in plan: PlanFixture) -> Int {
        plan.steps.firstIndex { $0.id.text == id } ?? 0
    }

    @Test func aPlanWithMaintenanceIsRight() {
        #expect(right.broken() == [])
    }

    /// Clients are moved on purpose only while every broker takes some.
    @Test func clientsSpreadWhenAllAreBack() {
        #expect(broken { rotate("wbroker01", StepVerb.spread, after: ["wbroker02 join"], &$0) } == [])
        for early in [[], ["wbroker01 join"], ["wbroker01 drain"]] {
            let rules = broken { rotate("wbroker01", StepVerb.spread, after: early, &$0) }
            #expect(rules == [.concurrentDisturbance], "\(early)")
        }
    }

    @Test func noneWithoutMaintenance() {
        var plan = right
        plan.steps.removeAll { $0.resource.kind == RotationSpecification.kind }
        plan.steps[0].after = []
        plan.steps[1].after = [plan.steps[0].id]
        #expect(plan.broken() == [.unprotectedBroker])
        plan.managesBalancers = false
        #expect(plan.broken() == [])
    }

    @Test func outOnlyAfterwards() {
        let broken = broken { plan in
            plan.steps[index("wbroker01/container/emqx#replace", in: plan)].after = []
            plan.steps[index("wbroker01 join", in: plan)].after.append(StepID("wbroker01 drain"))
        }
        #expect(broken == [.unprotectedBroker])
    }

    @Test func backTooEarly() {
        let broken = broken { $0.steps[index("wbroker02 join", in: $0)].after = [StepID("wbroker02 drain")] }
        #expect(broken == [.unprotectedBroker])
    }

    @Test func onOneBalancerOnly() {
        let broken = broken { plan in
            plan.steps.removeAll { $0.id.text == "wbroker01 drain" }
            rotate("wbroker01", StepVerb.drain, on: ["wlb01"], after: [], &plan)
        }
        #expect(broken == [.unprotectedBroker])
    }

    @Test func theWrongBroker() {
        let broken = broken { plan in
            let place = index("wbroker01 drain", in: plan)
            plan.steps[place].specification = RotationSpecification(
                broker: host("wbroker02"), balancers: ["wlb01", "wlb02"].map(host), servers: ["mqtt/wbroker02"])
        }
        #expect(broken.contains(.unprotectedBroker))
    }

    @Test func twoBrokersAtOnce() {
        #expect(broken { $0.steps[index("wbroker02 drain", in: $0)].after = [] }.contains(.concurrentDisturbance))
        // After the other's change, but before it is back.
        let broken = broken {
            $0.steps[index("wbroker02 drain", in: $0)].after = [StepID("wbroker01/container/emqx#replace")]
        }
        #expect(broken == [.concurrentDisturbance])
    }

    @Test func neverBroughtBack() {
        #expect(broken { $0.steps.removeAll { $0.id.text == "wbroker02 join" } } == [.brokerLeftOut, .unprotectedBroker])
        let partly = broken { plan in
            plan.steps.removeAll { $0.id.text == "wbroker02 join" }
            rotate("wbroker02", StepVerb.join, on: ["wlb01"], after: ["wbroker02/container/emqx#replace"], &plan)
        }
        #expect(partly == [.brokerLeftOut])
    }

    @Test(arguments: [StepVerb.reload, StepVerb.start, StepVerb.ready])
    func haproxyIsLeftAloneMeanwhile(verb: String) {
        func broken(after: [String], drainAfter: [String]) -> Set<Violation.Rule> {
            self.broken { plan in
                plan.add("wlb01/haproxy/configuration", .run, verb: verb, after: after)
                plan.steps[index("wbroker01 drain", in: plan)].after = drainAfter.map { StepID($0) }
            }
        }
        let step = "wlb01/haproxy/configuration#run"
        #expect(broken(after: [], drainAfter: [step]) == [])
        #expect(broken(after: [], drainAfter: []).contains(.brokerLeftOut))
        #expect(broken(after: ["wbroker01 drain"], drainAfter: []).contains(.brokerLeftOut))
    }

    @Test func whatWasFoundOutOfServiceComesBackFirst() {
        func broken(_ ready: Bool, after: [String] = []) -> Set<Violation.Rule> {
            self.broken { plan in
                plan.see(
                    "wlb01/rotation/wbroker02", RotationObservation(held: ["wlb01": ["mqtt/wbroker02"]]), isOwned: false)
                guard ready else { return }
                rotate("wbroker02", StepVerb.ready, after: after, &plan)
                plan.steps[index("wbroker01 drain", in: plan)].after = after.isEmpty ? [StepID("wbroker02 ready")] : []
            }
        }
        #expect(broken(true) == [])
        #expect(broken(false) == [.concurrentDisturbance])
        #expect(broken(true, after: ["wbroker01 drain"]).contains(.concurrentDisturbance))
    }

    @Test func whatSomebodyTookOutComesBackFirst() {
        func broken(_ ready: Bool) -> Set<Violation.Rule> {
            self.broken { plan in
                plan.see(
                    "wlb01/haproxy/configuration",
                    HAProxyObservation(isRunning: true, configuration: "1", servers: ["mqtt/wbroker02": "MAINT"]),
                    isOwned: false)
                guard ready else { return }
                let ready = plan.add("wlb01/haproxy/configuration", .run, verb: StepVerb.ready)
                plan.steps[index("wbroker01 drain", in: plan)].after = [StepID(ready)]
            }
        }
        #expect(broken(true) == [])
        #expect(broken(false) == [.concurrentDisturbance])
    }
}
