import BrokerModel
import Execution
import Fleet
import Planner

extension Reconciler {
    /// Plans, and where several members of a set are to be disturbed, asks how
    /// they are: one that does no work goes first. Else the one that works would
    /// have to go while nobody stands in for it, which it may not, and the plan
    /// could never be carried out.
    ///
    /// Asked only then: a plan in which there is nothing to do costs no look
    /// more.
    ///
    /// - Parameter hosts: nil asks nobody.
    func plan(_ input: PlanningInput, asking hosts: FleetHosts?) async -> Plan {
        let plan = Planning.plan(input)
        guard let hosts else { return plan }
        var input = input
        input.idleMembers = await idleMembers(of: plan, on: hosts)
        return input.idleMembers.isEmpty ? plan : Planning.plan(input)
    }

    /// Of sets of which the plan disturbs more than one member, those members
    /// that were seen and do not do their work. Who cannot be seen is unknown.
    private func idleMembers(of plan: Plan, on hosts: FleetHosts) async -> Set<ResourceAddress> {
        var disturbed: [Redundancy: Set<ResourceAddress>] = [:]
        for step in plan.steps {
            if let set = step.disturbance?.redundancy { disturbed[set, default: []].insert(step.resource) }
        }
        let members = disturbed.values.filter { $0.count > 1 }.flatMap { $0 }
        guard !members.isEmpty else { return [] }
        let health = await FleetPerformer(hosts).health(of: members.sorted())
        return Set(health.filter { !$0.value.isRunning || !$0.value.isHealthy }.keys)
    }
}
