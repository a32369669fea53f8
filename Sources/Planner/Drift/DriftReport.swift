public import BrokerModel

/// What moved on the hosts since the last apply, one finding a resource.
///
/// Three states meet here. The plan leads from what was observed to what the
/// *last applied* commit wants, so that what git changed since is no part of
/// it; and of its steps only those count whose cause is drift, so that what
/// an apply did not get to is none either.
public struct DriftReport: Sendable {
    /// By address.
    public var findings: [DriftFinding]

    /// - Parameters:
    ///   - plan: made from the last applied commit.
    ///   - observed: what the plan was made from.
    public init(_ plan: Plan, observed: ObservedState) {
        let steps = Dictionary(grouping: plan.steps.filter { $0.cause == .drift }, by: \.resource)
        let conflicts = Dictionary(grouping: plan.conflicts, by: \.resource)
        findings = []
        for host in Array(observed.hosts.values) + [observed.shared].compactMap({ $0 }) {
            let planned = steps.keys.filter { host.bears($0) }
            let held = plan.heldBack.filter { host.bears($0) }
            for address in Set(host.resources.keys).union(planned).union(held) where conflicts[address] == nil {
                let resource = DriftedResource(
                    address: address, steps: steps[address] ?? [], host: host, broker: plan.broker)
                if let finding = Self.finding(resource, isHeldBack: held.contains(address)) {
                    findings.append(finding)
                }
            }
        }
        findings += plan.conflicts.map { Self.finding($0, observed: observed) }
        findings.sort { $0.resource < $1.resource }
    }

    private static func finding(_ resource: DriftedResource, isHeldBack: Bool) -> DriftFinding? {
        guard let rules = KindRegistry.rules(for: resource.address.kind) else { return nil }
        if let account = rules.drift(of: resource) {
            return DriftFinding(
                resource: resource.address, nature: account.nature,
                sentence: "\(rules.title(of: resource.address)) \(account.clause)", changes: resource.changes,
                isMendable: !resource.steps.isEmpty)
        }
        guard isHeldBack, resource.steps.isEmpty else { return nil }
        return DriftFinding(
            resource: resource.address, nature: .heldBack,
            sentence: "\(rules.title(of: resource.address)) is not as it was applied, and something else has to be "
                + "put right first",
            isMendable: false)
    }

    /// What stands in the way of something that is wanted is never touched.
    private static func finding(_ conflict: Conflict, observed: ObservedState) -> DriftFinding {
        let found = observed.resource(conflict.resource)
        let nature: DriftNature =
            switch found?.isOwned {
            case nil: .missing
            case false?: .foreignName
            case true?: .obstructed
            }
        let title =
            KindRegistry.rules(for: conflict.resource.kind)?.title(of: conflict.resource)
            ?? conflict.resource.description
        return DriftFinding(
            resource: conflict.resource, nature: nature, sentence: "\(title): \(conflict.explanation)",
            isMendable: false)
    }
}

extension ObservedHost {
    /// Whether the resource is on this host; what is of the whole broker is on the
    /// one that stands for all.
    fileprivate func bears(_ address: ResourceAddress) -> Bool {
        address.host.map { $0 == host } ?? (host.text == ResourceAddress.clusterScope)
    }
}
