public import BrokerModel

/// Proves on a finished plan that no order of carrying it out breaks a
/// promise of the contract (section 6).
///
/// Independent of how plans are made: it shares no code with planning and
/// derives by itself, from addresses, host roles and environments, which
/// containers are the instances of a node and which form a cluster. A plan
/// that does not pass is never carried out.
public enum PlanCheck {
    /// - Returns: everything that is wrong; empty for a safe plan.
    public static func check(_ plan: Plan, against input: PlanCheckInput) -> [Violation] {
        var violations: [Violation] = []
        let graph = StepGraph(plan.steps, &violations)
        // With names or edges that mean nothing, nothing else can be proven.
        guard violations.isEmpty else { return violations }
        var proof = Proof(plan: plan, graph: graph, input: input)
        proof.checkResources()
        proof.checkShared()
        proof.checkGround()
        proof.checkImages()
        proof.checkUse()
        proof.checkSets()
        proof.checkMaintenance()
        proof.checkRedis()
        proof.checkEMQX()
        proof.checkNodesAtOnce()
        return proof.violations
    }
}
