public import BrokerModel
import Certificates
import Execution
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

    /// The UTC date the plan was made for: nodes that expire by then count as
    /// disabled. Everything the plan is made of was made for the same date.
    public var today: CalendarDate

    /// When each host was seen, if the plan was made from what the ledger
    /// remembers; nil when the hosts were looked at for it.
    public var rememberedFrom: [HostName: Timestamp]?

    /// Whether steps of the plan were left out after it was made.
    public internal(set) var isPart = false

    /// Whether hosts were looked at only for what the plan touches, after a whole look
    /// shortly before.
    public internal(set) var isOfShortLook = false

    /// Whether the hosts are as the commit wants them once all of it succeeded.
    var isWhole: Bool { scope == PlanScope() && !isPart }

    /// The certificates of the commit, looked through.
    var certificates: [ReviewedCertificate] = []

    /// The connections the observation used; applying goes on with them.
    let hosts: FleetHosts

    /// Takes the commit's secrets out of what its hosts say.
    let redaction: Redaction

    /// The plan in the form of the contract.
    public var document: PlanDocument {
        PlanDocument(plan, scope: PlanDocument.Scope(scope), rememberedFrom: rememberedFrom)
    }

    /// The engines of its hosts, over the connections it used.
    public var engines: EngineWatch { EngineWatch(hosts: hosts) }

    /// Ends the connections to the hosts.
    public func close() async {
        await hosts.close()
    }
}
