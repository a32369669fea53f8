public import BrokerModel

/// Makes the plan that leads from what was observed to what is wanted.
///
/// Pure: the same input, in whatever order, gives the same plan. A host that
/// could not be looked at gets no step and stands in the plan's
/// `unreachable`; a thing that is not Isobar's stands in `conflicts` and is
/// left alone together with what depends on it.
public enum Planning {
    public static func plan(_ input: PlanningInput) -> Plan {
        let input = input.narrowed
        let departedHosts = input.departedHosts
        var selection = compareHosts(input)
        for host in departedHosts { selection.warn("\(host) left hosts.yaml: what runs there is left as it is") }
        selection.leaveOutDependentsOfConflicts()
        selection.keepTheInternetOut(input)
        selection.sayUsersAreUnknown(input)
        selection.assignSetsOfRemovals()
        selection.noteIdleMembers()
        let members = RedundantSet.members(disturbedBy: selection.drafts, among: input.resources)
        let held = Holding.reasons(for: members, drafts: selection.drafts, observed: input.observed)
        for (set, reason) in held { selection.warn("\(set.set) is not disturbed: \(reason)") }
        selection.drop { draft in
            draft.proposal.effect == .disturbs && draft.redundancy.map { held[$0] != nil } ?? false
        }
        selection.takeBrokersOut(input)
        selection.handMastersOver(input)
        selection.keepPublisherMeanwhile(input)
        var rollout = Rollout(
            DraftGraph(selection.drafts), members: members.filter { held[$0.key] == nil }, input: input)
        rollout.apply()
        return PlanAssembly(input, rollout.graph, selection, departedHosts: departedHosts).plan()
    }

    private static func compareHosts(_ input: PlanningInput) -> Selection {
        var selection = Selection(input)
        let wanted = WantedByHost(input)
        for host in Set(input.hosts.map(\.name)).sorted() where input.scope.includes(host) {
            guard input.observed.unreachable[host] == nil, let observed = input.observed.hosts[host] else { continue }
            var comparison = HostComparison(observed, wanted: wanted.byRank(on: host), input: input)
            comparison.compare()
            selection.add(comparison)
        }
        selection.keepMembersTogether(input)
        // What is there once in the broker is compared as if it stood on a host
        // of its own.
        if let shared = input.observed.shared {
            let made = selection.drafts.filter {
                $0.specification is PackageSpecification || $0.proposal.effect == .restores
            }
            var comparison = HostComparison(
                shared, wanted: wanted.byRank(on: shared.host), input: input, madeElsewhere: Set(made.map(\.address)))
            comparison.compare()
            selection.add(comparison)
        }
        for warning in wanted.warnings { selection.warn(warning) }
        for kind in wanted.unknownKinds.sorted() { selection.warn("nothing knows how to plan a \(kind)") }
        return selection
    }
}

extension PlanningInput {
    /// Without what only nodes outside the scope bring to the processes.
    var narrowed: PlanningInput {
        guard !scope.nodes.isEmpty else { return self }
        let nodes = NarrowedNodes(self)
        var narrowed = self
        for index in resources.indices where KindRegistry.isProcess(resources[index].address.kind) {
            KindRegistry.rules(for: resources[index].address.kind)?.narrow(&narrowed.resources[index], to: nodes)
        }
        return narrowed
    }

    /// Hosts of the last apply that the desired state no longer lists. A plan
    /// that is narrowed has nothing to do with them.
    var departedHosts: [HostName] {
        guard scope.isWhole else { return [] }
        let listed = Set(hosts.map(\.name.text)).union(ResourceAddress.brokerScopes)
        var departed: Set<String> = []
        for address in lastApplied.keys where !listed.contains(address.scope) { departed.insert(address.scope) }
        return departed.compactMap { HostName($0) }.sorted()
    }
}
