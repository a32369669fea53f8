import BrokerModel

/// One host compared with what is wanted there.
struct HostComparison {
    private let input: PlanningInput
    private var view: HostView
    /// Wanted resources by the rank of their kind, as indices.
    private let wanted: [[Int]]
    private var ownedAndWanted = 0

    private(set) var drafts: [Draft] = []
    private(set) var conflicts: [Conflict] = []
    private(set) var warnings: [String] = []

    /// - Parameter made: what the plan makes on other hosts, as far as what is
    ///   compared here asks for it.
    init(
        _ observed: ObservedHost, wanted: [[Int]], input: PlanningInput, madeElsewhere made: Set<ResourceAddress> = []
    ) {
        self.input = input
        self.wanted = wanted
        view = HostView(observed, madeElsewhere: made)
    }

    mutating func compare() {
        for rank in KindRegistry.things.indices { compare(rank) }
        removeRenamed()
        removeUnwanted()
        for rank in KindRegistry.things.count..<KindRegistry.all.count { compare(rank) }
    }

    private mutating func compare(_ rank: Int) {
        let rules = KindRegistry.all[rank]
        // A kind sees what the plan does to the kinds before it.
        let view = view
        let input = input
        // Lent, not copied: there are many, and most are as they are wanted.
        let resources = input.resources.span
        for index in wanted[rank] {
            let found = view.observed.resources[resources[index].address]
            if found?.isOwned == true { ownedAndWanted += 1 }
            switch rules.judge(resources[index], found, on: view) {
            case .equal:
                continue
            case .foreignButEqual:
                warnings.append(
                    "\(resources[index].address) is as wanted, but not Isobar's: it will not be changed or removed")
            case .conflict(let explanation):
                conflicts.append(Conflict(resource: resources[index].address, explanation: explanation))
            case .steps(let proposals):
                add(proposals, for: resources[index], found)
            }
        }
    }

    private mutating func add(_ proposals: [Proposal], for resource: Resource, _ found: ObservedResource?) {
        for (position, proposal) in proposals.enumerated() {
            let observation = proposal.observation ?? found?.observation
            drafts.append(
                Draft(
                    address: resource.address, proposal: proposal,
                    reason: proposal.reason.map { "\(resource.reason): \($0)" } ?? resource.reason,
                    dependencies: resource.dependencies, source: resource.source,
                    specification: resource.specification, observation: observation,
                    redundancy: resource.redundancy, position: position))
            view.note(
                HostChange(
                    address: resource.address, proposal: proposal, specification: resource.specification,
                    observation: observation))
        }
    }

    /// What exists, is Isobar's by the host's own record, and is wanted by
    /// nobody goes: users of things before the things, and what lies deeper
    /// before what it lies in.
    private mutating func removeUnwanted() {
        // Processes are compared later, and are never removed.
        let processes = wanted[KindRegistry.things.count...].joined().count { index in
            view.observed.resources[input.resources[index].address]?.isOwned == true
        }
        // What a host tells of something of the whole broker is not its own.
        let isShared = view.observed.host.text == ResourceAddress.clusterScope
        func isOwn(_ found: ObservedResource) -> Bool {
            found.isOwned && type(of: found.observation).isShared == isShared
        }
        let owned = view.observed.resources.values.count(where: isOwn)
        guard owned > ownedAndWanted + processes else { return }
        var names: Set<ResourceAddress> = []
        var occupied: Set<String> = []
        for index in everythingWanted() {
            names.insert(input.resources[index].address)
            occupied.formUnion(Self.directories(above: input.resources[index].address))
        }
        let unwanted = view.observed.resources.values.filter { found in
            isOwn(found) && !names.contains(found.address) && !occupied.contains("/" + found.address.name)
                && input.scope.includesRemoval(of: found.address) && (!isShared || mayGo(found.address))
        }
        for rank in KindRegistry.things.indices.reversed() {
            let rules = KindRegistry.things[rank]
            // A path sorts before the paths below it.
            for found in unwanted.filter({ $0.address.kind == rules.kind }).sorted(by: { $0.address > $1.address }) {
                remove(found, rules)
            }
        }
    }

    /// A container that Isobar made, somebody renamed, and nobody wants any more
    /// gets its name back before it goes: it may still do the work of what it was
    /// made for, and only under that name the plan says what that is.
    private mutating func removeRenamed() {
        let made = view.containersMadeUnderOtherNames()
        guard !made.isEmpty else { return }
        let names = Set(everythingWanted().map { input.resources[$0].address })
        for address in made.subtracting(names).sorted() where input.scope.includesRemoval(of: address) {
            guard view.observed.resources[address] == nil, let namesake = view.namesake(of: address) else { continue }
            let proposals = ContainerRules.removal(ofRenamed: namesake, at: address, on: view)
            for (position, proposal) in proposals.enumerated() {
                remove(address, namesake.container, proposal, position)
            }
        }
    }

    /// Also what the scope leaves out, and what could not be seen whole: that is
    /// wanted all the same.
    private func everythingWanted() -> [Int] {
        let host = view.observed.host.text
        if host == ResourceAddress.clusterScope {
            return input.resources.indices.filter { input.resources[$0].address.host == nil }
        }
        guard !input.scope.nodes.isEmpty else { return wanted.flatMap { $0 } }
        return input.resources.indices.filter { input.resources[$0].address.scope == host }
    }

    /// Something of the whole broker goes only when all hosts of the others in its
    /// scope were looked at: those that know of it may be among them.
    private func mayGo(_ address: ResourceAddress) -> Bool {
        let others = input.resources.filter { $0.address.scope == address.scope }
        return !others.isEmpty && others.allSatisfy { input.sees($0) }
    }

    private mutating func remove(_ found: ObservedResource, _ rules: any KindRules.Type) {
        guard let proposal = rules.removal(of: found, on: view) else { return }
        remove(found.address, found.observation, proposal)
    }

    private mutating func remove(
        _ address: ResourceAddress, _ observation: any ResourceObservation, _ proposal: Proposal, _ position: Int = 0
    ) {
        drafts.append(
            Draft(
                address: address, proposal: proposal, reason: "the desired state no longer has it",
                observation: observation, position: position))
        view.note(HostChange(address: address, proposal: proposal, specification: nil, observation: observation))
    }

    /// The directories something with a path lies in: they stay while it is
    /// wanted, whoever else wanted them.
    private static func directories(above address: ResourceAddress) -> [String] {
        var directories: [String] = []
        var path = address.name.utf8[...]
        while let slash = path.lastIndex(of: UInt8(ascii: "/")) {
            path = path[..<slash]
            directories.append("/" + Substring(path))
        }
        return directories
    }
}
