import BrokerModel

/// A redundant set of which this plan disturbs a member.
struct RedundantSet {
    var redundancy: Redundancy

    /// The members the desired state wants, in the order of their addresses.
    var members: [ResourceAddress]

    /// Steps that bring a member back or make a new one.
    var restoring: [Int] = []

    /// Steps that take a member out, in the order in which they shall come.
    var disturbing: [Int] = []

    /// The members of every set that `drafts` disturb. Empty for most plans,
    /// which disturb nothing.
    static func members(disturbedBy drafts: [Draft], among resources: [Resource]) -> [Redundancy: [ResourceAddress]] {
        var members: [Redundancy: [ResourceAddress]] = [:]
        for draft in drafts where draft.proposal.effect == .disturbs {
            if let set = draft.redundancy { members[set] = [] }
        }
        guard !members.isEmpty else { return [:] }
        for resource in resources {
            if let set = resource.redundancy { members[set]?.append(resource.address) }
        }
        return members.mapValues { $0.sorted() }
    }
}
