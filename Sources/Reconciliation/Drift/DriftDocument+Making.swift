import BrokerModel
import GitRepository
import Planner

extension DriftDocument {
    /// Narrowed to nodes, it tells of what bears their names; the plans are
    /// whole, so that what serves all nodes is compared as it was applied.
    ///
    /// - Parameters:
    ///   - plan: of the head of the branch, `head`.
    ///   - findings: what differs from the last applied commit.
    init(
        _ plan: Plan, of head: LoadedCommit, appliedCommit: String?, scope: PlanScope, findings: [DriftFinding]
    ) {
        func isIncluded(_ resource: ResourceAddress) -> Bool {
            scope.nodes.isEmpty || resource.belongs(toOneOf: scope.nodes)
        }
        let findings = findings.filter { isIncluded($0.resource) }
        let pending = Pending.entries(of: plan.steps.filter { $0.cause == .pending && isIncluded($0.resource) })
        let document = PlanDocument(plan, scope: PlanDocument.Scope(scope))
        self.init(
            formatVersion: Self.currentFormatVersion, broker: document.broker, observedAt: document.observedAt,
            appliedCommit: appliedCommit, headCommit: plan.commit, headSummary: head.commit.summary,
            scope: document.scope,
            summary: Summary(
                drifted: findings.count, hosts: Set(findings.compactMap(\.host)).count, pending: pending.count,
                unreachable: plan.unreachable.count),
            findings: findings.map(Finding.init), pending: pending, departedHosts: plan.departedHosts.map(\.text),
            unreachable: document.unreachable, warnings: [])
    }
}
