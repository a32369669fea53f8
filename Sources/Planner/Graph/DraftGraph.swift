import BrokerModel

/// The steps of a plan and what comes before each of them.
///
/// Steps are indices into ``drafts``, which are sorted by address, so that the
/// same steps make the same graph however they were found.
struct DraftGraph {
    private(set) var drafts: [Draft]

    /// For each step, those that must have succeeded before it.
    private(set) var predecessors: [Set<Int>]

    /// The steps of each resource: neighbours, first to last.
    private let steps: [ResourceAddress: ClosedRange<Int>]

    init(_ unsorted: [Draft]) {
        drafts = unsorted.sorted { ($0.address, $0.position) < ($1.address, $1.position) }
        predecessors = Array(repeating: [], count: drafts.count)
        var steps: [ResourceAddress: ClosedRange<Int>] = [:]
        steps.reserveCapacity(drafts.count)
        for index in drafts.indices {
            let first = steps[drafts[index].address]?.lowerBound ?? index
            steps[drafts[index].address] = first...index
        }
        self.steps = steps
        orderWithinResources()
        orderByDependencies()
    }

    func steps(of address: ResourceAddress) -> ClosedRange<Int>? { steps[address] }

    mutating func order(_ step: Int, after earlier: Int) {
        if step != earlier { predecessors[step].insert(earlier) }
    }

    mutating func protect(_ step: Int, with disturbance: Disturbance) {
        drafts[step].disturbance = disturbance
    }

    private mutating func orderWithinResources() {
        for range in steps.values where range.count > 1 {
            for step in range.dropFirst() { order(step, after: step - 1) }
        }
    }

    /// The later steps of a resource come after its first.
    private func waitsForDependencies(_ step: Int) -> Bool {
        guard !drafts[step].proposal.isPreparation else { return false }
        if drafts[step].position == 0 { return true }
        guard let own = steps[drafts[step].address], step > own.lowerBound else { return false }
        return drafts[step - 1].proposal.isPreparation
    }

    /// What a resource stands on is there before it is created or changed, and
    /// what the rules of its kind name comes before.
    private mutating func orderByDependencies() {
        for step in drafts.indices {
            for dependency in waitsForDependencies(step) ? drafts[step].dependencies : [] {
                guard let range = steps[dependency], !drafts[range.lowerBound].isRemoval else { continue }
                order(step, after: range.upperBound)
            }
            for earlier in drafts[step].proposal.follows {
                if let range = steps[earlier] { order(step, after: range.upperBound) }
            }
        }
    }
}
