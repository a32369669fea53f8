import BrokerModel

/// Holds a change against each rule. Only what the change brings counts: what
/// stands in base already was reviewed then.
struct PolicyCheck {
    let input: PreviewInput
    let comparison: PlanComparison

    init(_ input: PreviewInput, _ comparison: PlanComparison) {
        self.input = input
        self.comparison = comparison
    }

    var base: DesiredState { input.base.desired }
    var merged: DesiredState { input.merged.desired }

    var results: [PolicyResult] {
        PreviewPolicy.allCases.compactMap { policy in
            let level = input.policies.level(of: policy)
            guard level != .off else { return nil }
            switch findings(of: policy) {
            case .holds: return PolicyResult(policy: policy, outcome: .pass)
            case .broken(let findings):
                return PolicyResult(policy: policy, outcome: level == .fail ? .fail : .warn, findings: findings)
            case .unknown(let reason): return PolicyResult(policy: policy, outcome: .unknown, findings: [reason])
            }
        }
    }

    enum Answer {
        case holds
        case broken([Phrase])
        case unknown(Phrase)

        init(_ findings: [Phrase]) { self = findings.isEmpty ? .holds : .broken(findings) }
    }

    private func findings(of policy: PreviewPolicy) -> Answer {
        switch policy {
        case .deletes: deletes()
        case .unpinnedTag: unpinnedTags()
        case .downgrade: downgrades()
        case .nodesAtOnce: nodesAtOnce()
        case .capacity: capacity()
        case .unknownCentre: unknownCentres()
        case .credentials: credentials()
        case .expiry: expiry()
        case .certificateNames: certificates()
        case .signature: signature()
        }
    }

    /// Nodes of the change: new, or other than in base.
    var touchedNodes: [Node] {
        let before = Dictionary(base.nodes.map { ($0.centreID, $0) }, uniquingKeysWith: { first, _ in first })
        return merged.nodes.filter { node in
            var old = before[node.centreID]
            // Where it stands is no difference.
            old?.source = node.source
            return old != node
        }
    }
}
