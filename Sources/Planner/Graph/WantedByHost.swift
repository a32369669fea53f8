import BrokerModel

/// What is wanted on each host, by kind: indices of the input's resources.
struct WantedByHost {
    private var resources: [String: [[Int]]] = [:]
    private(set) var unknownKinds: Set<ResourceKind> = []

    /// What a plan that is narrowed to nodes leaves out although they change it.
    private(set) var warnings: [String] = []

    init(_ input: PlanningInput) {
        let kinds = KindRegistry.all.count
        let names = Set(input.hosts.map(\.name.text)).union([ResourceAddress.clusterScope])
        let positions = Dictionary(
            names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var lists = [[[Int]]](repeating: [[Int]](repeating: [], count: kinds), count: positions.count)
        let selected = selection(input)
        for index in input.resources.indices where selected?.contains(index) ?? true {
            guard let rank = KindRegistry.ranks[input.resources[index].address.kind] else {
                unknownKinds.insert(input.resources[index].address.kind)
                continue
            }
            let address = input.resources[index].address
            let isShared = address.host == nil
            guard let host = positions[isShared ? ResourceAddress.clusterScope : address.scope] else { continue }
            // Of something on several hosts nothing can be said before all were seen.
            if isShared, !input.sees(input.resources[index]) { continue }
            lists[host][rank].append(index)
        }
        resources.reserveCapacity(positions.count)
        for (host, position) in positions { resources[host] = lists[position] }
    }

    func byRank(on host: HostName) -> [[Int]] {
        resources[host.text] ?? [[Int]](repeating: [], count: KindRegistry.all.count)
    }

    /// What the plan is narrowed to; nil when nothing is left out.
    private mutating func selection(_ input: PlanningInput) -> Set<Int>? {
        guard var selected = input.scope.selection(of: input.resources, isProcess: KindRegistry.isProcess) else {
            return nil
        }
        let nodes = NarrowedNodes(input)
        for index in input.resources.indices where !selected.contains(index) {
            let resource = input.resources[index]
            guard !PlanScope.isOfOneNode(resource), let name = resource.address.host, input.scope.includes(name),
                let host = input.observed.hosts[name], let rules = KindRegistry.rules(for: resource.address.kind)
            else { continue }
            switch rules.share(of: nodes, in: resource, on: host) {
            case .none: continue
            case .all: selected.insert(index)
            case .some(let reason): warnings.append("\(resource.address) is left out: \(reason)")
            }
        }
        return selected
    }
}
