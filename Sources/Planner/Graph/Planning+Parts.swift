public import BrokerModel

extension Planning {
    /// What is left of a plan when some of its steps may not be carried out:
    /// without them, without what comes after them, and without what only they
    /// would bring to an end (a broker is not drained if it could not join again).
    ///
    /// No order is lost and none is new: it is the plan as it would be carried
    /// out if those steps failed at once, so whatever was proven of the plan
    /// holds of its part. Their resources count as held back.
    ///
    /// - Parameter key: the installation's key, for the part's own digest.
    public static func part(of plan: Plan, without excluded: Set<StepID>, key: [UInt8]) -> Plan {
        let leftOut = closure(of: excluded, in: plan.steps)
        guard !leftOut.isEmpty else { return plan }
        var part = plan
        part.steps = plan.steps.filter { !leftOut.contains($0.id) }
        part.heldBack.formUnion(plan.steps.lazy.filter { leftOut.contains($0.id) }.map(\.resource))
        // Hosts that left are let go by a plan for everything, and by no other.
        part.departedHosts = []
        let removals = part.steps.filter { $0.action == .delete }.map(\.resource)
        part.deletedNodes = plan.deletedNodes.filter { node in removals.contains { $0.belongs(toOneOf: [node]) } }
        part.impact = plan.impact.filter { impact in
            guard let node = CentreID(impact.centreId) else { return true }
            return part.steps.contains { ChangeScope.node(node).covers($0) }
        }
        part.digest = PlanDigest.digest(
            of: part.steps, conflicts: part.conflicts, unreachable: part.unreachable.keys.sorted(), key: key)
        return part
    }

    /// The steps that fall away with `excluded`.
    private static func closure(of excluded: Set<StepID>, in steps: [Step]) -> Set<StepID> {
        var leftOut = excluded.intersection(steps.map(\.id))
        var before = -1
        while before != leftOut.count {
            before = leftOut.count
            for step in steps {
                if !leftOut.isDisjoint(with: step.after) { leftOut.insert(step.id) }
                if leftOut.contains(step.id), let begun = step.completes { leftOut.insert(begun) }
            }
        }
        return leftOut
    }
}
