import BrokerModel
import Execution
import Fleet
import Planner

extension Reconciler {
    /// Plans, and where several members of a set are to be disturbed, asks how
    /// they are. One that does no work goes first: else the one that works would
    /// have to go while nobody stands in for it, which it may not, and the plan
    /// could never be carried out. The elected one goes last, so that the work
    /// changes hands once.
    ///
    /// Asked only then: a plan in which there is nothing to do costs no look
    /// more.
    ///
    /// - Parameter hosts: nil asks nobody.
    func plan(_ input: PlanningInput, asking hosts: FleetHosts?) async -> Plan {
        let plan = Planning.plan(input)
        guard let hosts else { return plan }
        let members = Self.membersDisturbedTogether(in: plan)
        guard !members.isEmpty else { return plan }
        let health = await FleetPerformer(hosts).health(of: members.sorted())
        var input = input
        // Who cannot be seen is unknown.
        input.idleMembers = Set(health.filter(\.value.isIdle).keys)
        input.primaries = Set(health.filter { $0.value.isPrimary == true }.keys)
        return input.idleMembers.isEmpty && input.primaries.isEmpty ? plan : Planning.plan(input)
    }

    /// The members of sets of which the plan disturbs more than one.
    private static func membersDisturbedTogether(in plan: Plan) -> Set<ResourceAddress> {
        var disturbed: [Redundancy: Set<ResourceAddress>] = [:]
        for step in plan.steps {
            if let set = step.disturbance?.redundancy { disturbed[set, default: []].insert(step.resource) }
        }
        return disturbed.values.filter { $0.count > 1 }.reduce(into: []) { $0.formUnion($1) }
    }
}
