public import BrokerModel
import Fleet
public import Planner

/// A plan together with all it was made from, ready to be applied.
public struct PreparedPlan: Sendable {
    public var plan: Plan
    public var loaded: LoadedCommit
    public var scope: PlanScope
    public var resources: [Resource]
    public var observed: ObservedState
    public var limits: RolloutLimits

    /// The connections the observation used; applying goes on with them.
    let hosts: FleetHosts

    /// The plan in the form of the contract.
    public var document: PlanDocument {
        PlanDocument(
            plan,
            scope: PlanDocument.Scope(hosts: scope.hosts.sorted().map(\.text), nodes: scope.nodes.sorted().map(\.text)))
    }

    /// Ends the connections to the hosts.
    public func close() async {
        await hosts.close()
    }
}
