import BrokerModel

/// What is wanted on each host, by kind: indices of the input's resources.
struct WantedByHost {
    private var resources: [String: [[Int]]] = [:]
    private(set) var unknownKinds: Set<ResourceKind> = []

    init(_ input: PlanningInput) {
        let kinds = KindRegistry.all.count
        let positions = Dictionary(
            Set(input.hosts.map(\.name.text)).enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var lists = [[[Int]]](repeating: [[Int]](repeating: [], count: kinds), count: positions.count)
        let selected = input.scope.selection(of: input.resources, isProcess: KindRegistry.isProcess)
        for index in input.resources.indices where selected?.contains(index) ?? true {
            guard let rank = KindRegistry.ranks[input.resources[index].address.kind] else {
                unknownKinds.insert(input.resources[index].address.kind)
                continue
            }
            guard let host = positions[input.resources[index].address.scope] else { continue }
            lists[host][rank].append(index)
        }
        resources.reserveCapacity(positions.count)
        for (host, position) in positions { resources[host] = lists[position] }
    }

    func byRank(on host: HostName) -> [[Int]] {
        resources[host.text] ?? [[Int]](repeating: [], count: KindRegistry.all.count)
    }
}
