import BrokerModel
import Planner

/// What a run changes in the ledger's record of what was applied, by which
/// later plans tell "git moved" from "the host moved".
///
/// A value without I/O, so that every way a run can end is a line in a test.
struct AppliedChanges: Equatable {
    /// Keyed digests of specifications that now stand.
    var applied: [ResourceAddress: Digest] = [:]

    /// What is no longer wanted and is gone, or no longer Isobar's to keep.
    var removed: [ResourceAddress] = []

    /// - Parameters:
    ///   - succeeded: the steps of the plan that were carried out.
    ///   - key: under which secrets enter digests.
    ///   - before: what was recorded as applied until now.
    init(_ prepared: PreparedPlan, succeeded: Set<StepID>, key: [UInt8], before: [ResourceAddress: Digest]) {
        let plan = prepared.plan
        var unfinished = Set(plan.conflicts.map(\.resource)).union(plan.heldBack)
        var done: Set<ResourceAddress> = []
        for step in plan.steps {
            guard succeeded.contains(step.id) else {
                unfinished.insert(step.resource)
                continue
            }
            done.insert(step.resource)
            if step.action == .delete { removed.append(step.resource) }
        }
        let isWhole = prepared.isWhole
        for resource in prepared.resources {
            let address = resource.address
            // A narrowed plan says nothing of what it left out, a host that was
            // not seen nothing of what it holds.
            guard resource.hosts.allSatisfy({ prepared.observed.hosts[$0] != nil }), !unfinished.contains(address),
                isWhole || done.contains(address)
            else { continue }
            applied[address] = resource.specification.digest(key: key)
        }
        if isWhole {
            // Hosts that left hosts.yaml counted as deletes in this plan, and it
            // was allowed. They are let go whatever else failed, so that they do
            // not count again with every later plan.
            let departed = Set(plan.departedHosts.map(\.text))
            removed += before.keys.filter { departed.contains($0.scope) }
        }
        removed.sort()
    }
}
