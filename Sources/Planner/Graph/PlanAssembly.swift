import BrokerModel

/// Puts the finished graph into the form of a plan.
struct PlanAssembly {
    private let input: PlanningInput
    private let graph: DraftGraph
    private let conflicts: [Conflict]
    private let warnings: [String]
    private let departedHosts: [HostName]
    private let heldBack: Set<ResourceAddress>

    init(_ input: PlanningInput, _ graph: DraftGraph, _ selection: Selection, departedHosts: [HostName]) {
        self.input = input
        self.graph = graph
        self.departedHosts = departedHosts
        heldBack = selection.heldBack
        conflicts = selection.conflicts.sorted { $0.resource < $1.resource }
        warnings = Set(selection.warnings + Self.movedElection(in: graph)).sorted()
    }

    func plan() -> Plan {
        let steps = self.steps()
        let unreachable = input.observed.unreachable.filter { input.scope.includes($0.key) }
        return Plan(
            digest: PlanDigest.digest(
                of: steps, conflicts: conflicts, unreachable: unreachable.keys.sorted(), key: input.key),
            commit: input.commit, broker: input.broker, observedAt: input.observed.observedAt, steps: steps,
            impact: impact(), clusterImpact: clusterImpact(), warnings: warnings, conflicts: conflicts, unreachable: unreachable,
            departedHosts: departedHosts, deletedNodes: deletedNodes(), heldBack: heldBack)
    }

    private static func movedElection(in graph: DraftGraph) -> [String] {
        let nodes = graph.drafts.compactMap { $0.disturbance?.elsewhere.isEmpty == false ? $0.redundancy?.set : nil }
        guard !nodes.isEmpty else { return [] }
        let count = Set(nodes).count
        let subject = count == 1 ? "1 node moves" : "\(count) nodes move"
        return [
            "\(subject) to another Redis: from a node's first instance there to its last each of the two has a "
                + "primary one, and messages come twice"
        ]
    }

    private func steps() -> [Step] {
        let ids = graph.drafts.map(\.id)
        var causes = [StepCause](repeating: .drift, count: ids.count)
        return graph.topologicalOrder().map { index in
            let draft = graph.drafts[index]
            let predecessors = graph.predecessors[index]
            let isOfGit = predecessors.contains { causes[$0] == .pending }
            let occasion = draft.occasion.flatMap { graph.steps(of: $0) }.map { graph.drafts[$0.lowerBound] }
            causes[index] =
                draft.proposal.isConsequence ? causeOfConsequence(draft, isOfGit) : cause(of: occasion ?? draft)
            return Step(
                id: ids[index], resource: draft.address, action: draft.proposal.action, verb: draft.proposal.verb,
                cause: causes[index], after: predecessors.map { ids[$0] }.sorted(), changes: draft.proposal.changes,
                reason: draft.reason, source: draft.source, specification: draft.specification,
                observation: draft.observation, disturbance: draft.disturbance,
                completes: draft.completes)
        }
    }

    /// A resource that is wanted as it was last applied has moved on its host;
    /// of what is removed, git dropped what it asked for before.
    private func cause(of draft: Draft) -> StepCause {
        let applied = input.lastApplied[draft.address]
        guard let specification = draft.specification else { return applied == nil ? .drift : .pending }
        return applied != nil && applied == specification.digest(key: input.key) ? .drift : .pending
    }

    /// What is done only because of other steps follows them, not its own
    /// specification: that is another one in a narrowed plan.
    private func causeOfConsequence(_ draft: Draft, _ isOfGit: Bool) -> StepCause {
        isOfGit || input.lastApplied[draft.address] == nil ? .pending : .drift
    }

    /// The nodes whose containers the plan touches.
    private func impact() -> [Impact] {
        var impacts: [String: Impact] = [:]
        for draft in graph.drafts where draft.proposal.effect != .none {
            let set = draft.redundancy.flatMap { $0.role == .node ? $0.set : nil }
            let removed = (draft.observation as? ContainerObservation)?.centreID?.text
            guard let node = set ?? (draft.isRemoval ? removed : nil) else { continue }
            var impact = impacts[node] ?? Impact(centreId: node, redundancyReduced: false)
            if draft.disturbance != nil {
                impact.redundancyReduced = true
                impact.atMostSeconds += longestAbsence(of: draft)
            }
            impacts[node] = impact
        }
        return impacts.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The clusters whose members the plan takes out.
    private func clusterImpact() -> [ClusterImpact] {
        var impacts: [String: ClusterImpact] = [:]
        for draft in graph.drafts {
            guard let disturbance = draft.disturbance, disturbance.redundancy.role != .node else { continue }
            let set = disturbance.redundancy.set
            var impact =
                impacts[set]
                ?? ClusterImpact(
                    cluster: set, members: disturbance.siblings.count + 1, outInTurn: 0, atMostSeconds: 0)
            impact.outInTurn += 1
            impact.atMostSeconds = max(impact.atMostSeconds, longestAbsence(of: draft))
            impacts[set] = impact
        }
        return impacts.sorted { $0.key < $1.key }.map(\.value)
    }

    /// In seconds: it stops within the longer of what it was made with and of what
    /// its successor says; that starts when a sibling is elected, after one window
    /// at the latest; what is not well in time fails the step.
    private func longestAbsence(of draft: Draft) -> Int {
        let old = (draft.observation as? ContainerObservation)?.stopTimeoutSeconds ?? 0
        let new = (draft.specification as? ContainerSpecification)?.stopTimeoutSeconds ?? 0
        guard let disturbance = draft.disturbance else { return max(old, new) }
        let handover = draft.proposal.action == .replace ? disturbance.windowSeconds : 0
        return max(old, new) + handover + disturbance.healthTimeoutSeconds
    }

    /// The nodes whose containers go and that run nowhere any more.
    private func deletedNodes() -> Set<CentreID> {
        var nodes: Set<CentreID> = []
        for draft in graph.drafts where draft.isRemoval {
            if let node = (draft.observation as? ContainerObservation)?.centreID { nodes.insert(node) }
        }
        guard !nodes.isEmpty else { return [] }
        for resource in input.resources {
            guard let set = resource.redundancy, set.role == .node, let node = CentreID(set.set) else { continue }
            nodes.remove(node)
        }
        return nodes
    }
}
