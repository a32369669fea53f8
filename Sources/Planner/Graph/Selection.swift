import BrokerModel

/// The drafts of all hosts, reduced to what may be done.
struct Selection {
    private(set) var drafts: [Draft] = []
    private(set) var conflicts: [Conflict] = []
    private(set) var warnings: [String] = []

    /// What would have to be done and is not planned.
    private(set) var heldBack: Set<ResourceAddress> = []
    private let input: PlanningInput

    init(_ input: PlanningInput) {
        self.input = input
    }

    mutating func add(_ host: HostComparison) {
        drafts += host.drafts
        conflicts += host.conflicts
        warnings += host.warnings
    }

    mutating func add(_ drafts: [Draft]) {
        self.drafts += drafts
    }

    mutating func warn(_ warning: String) {
        warnings.append(warning)
    }

    /// Leaves a resource alone, because something stands in the way.
    mutating func bar(_ address: ResourceAddress, _ explanation: String) {
        conflicts.append(Conflict(resource: address, explanation: explanation))
        drop { $0.address == address }
    }

    /// What stands on something that is in conflict cannot be made either.
    mutating func leaveOutDependentsOfConflicts() {
        guard !conflicts.isEmpty else { return }
        var dependents: [ResourceAddress: [ResourceAddress]] = [:]
        for resource in input.resources {
            for dependency in resource.dependencies { dependents[dependency, default: []].append(resource.address) }
        }
        var blockers: [ResourceAddress: ResourceAddress] = [:]
        for conflict in conflicts.sorted(by: { $0.resource < $1.resource }) {
            var waiting = [conflict.resource]
            while let next = waiting.popLast() {
                for dependent in dependents[next] ?? [] where blockers[dependent] == nil {
                    blockers[dependent] = conflict.resource
                    waiting.append(dependent)
                }
            }
        }
        let left = Set(drafts.map(\.address)).filter { blockers[$0] != nil }.sorted()
        for address in left {
            if let blocker = blockers[address] { warn("\(address) is left out: \(blocker) stands in its way") }
        }
        drop { blockers[$0.address] != nil }
    }

    /// Removes drafts, and removals that were to follow them: a file goes only
    /// after the container that uses it.
    mutating func drop(where isDropped: (Draft) -> Bool) {
        var dropped: Set<ResourceAddress> = []
        drafts.removeAll { draft in
            guard isDropped(draft) else { return false }
            dropped.insert(draft.address)
            return true
        }
        guard !dropped.isEmpty else { return }
        heldBack.formUnion(dropped)
        while !dropped.isEmpty {
            let before = dropped
            dropped = []
            drafts.removeAll { draft in
                guard draft.isRemoval, draft.proposal.follows.contains(where: before.contains) else { return false }
                dropped.insert(draft.address)
                return true
            }
            heldBack.formUnion(dropped)
        }
        dropIdleConsequences()
    }

    /// Removes what was to be done only because of steps that are no longer
    /// there.
    private mutating func dropIdleConsequences() {
        let left = Set(drafts.map(\.address))
        drafts.removeAll { draft in
            draft.proposal.isConsequence && !draft.proposal.hasOwnReason
                && !draft.proposal.follows.contains(where: left.contains)
        }
    }

    /// What was seen to do no work goes before the others of its set.
    mutating func noteIdleMembers() {
        guard !input.idleMembers.isEmpty else { return }
        for index in drafts.indices where input.idleMembers.contains(drafts[index].address) {
            drafts[index].proposal.isUnwell = true
            drafts[index].reason += "; it does no work now, so it goes first"
        }
    }

    /// Marks what all depends on now: it goes last of its set.
    mutating func bearService(of addresses: Set<ResourceAddress>) {
        for index in drafts.indices where addresses.contains(drafts[index].address) {
            drafts[index].proposal.bearsService = true
        }
    }

    /// Gives what is removed its place in the redundant set it leaves: an
    /// instance that moves to another host, a broker that goes.
    mutating func assignSetsOfRemovals() {
        let names = Set(drafts.lazy.filter { $0.isRemoval && $0.proposal.effect == .disturbs }.map(\.address.name))
        guard !names.isEmpty else { return }
        var sets: [String: Redundancy] = [:]
        for resource in input.resources {
            guard let set = resource.redundancy, names.contains(resource.address.name) else { continue }
            sets["\(resource.address.kind)/\(resource.address.name)"] = set
        }
        for index in drafts.indices where drafts[index].isRemoval {
            drafts[index].redundancy = sets["\(drafts[index].address.kind)/\(drafts[index].address.name)"]
        }
    }
}
