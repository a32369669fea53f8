import BrokerModel

/// What the hosts of a generated history look like at a moment.
struct GeneratedFleet {
    var state: ObservedState
    private(set) var versions: [Int]
    private var starts: [ResourceAddress: Int] = [:]
    private let history: GeneratedHistory

    init(_ history: GeneratedHistory) {
        self.history = history
        versions = Array(repeating: 0, count: GeneratedHistory.nodes)
        state = ObservedState(observedAt: Timestamp(seconds: GeneratedHistory.start))
        for host in history.hosts {
            state.hosts[host] = ObservedHost(host: host, resources: [:], manifest: Manifest())
        }
        for node in 0..<GeneratedHistory.nodes {
            for instance in [0, 1] { look(node, instance) }
        }
    }

    /// A node's containers are replaced by another version.
    mutating func bump(_ node: Int) {
        versions[node] += 1
        for instance in [0, 1] { look(node, instance) }
    }

    /// A container is started anew.
    mutating func restart(_ node: Int, _ instance: Int) {
        starts[history.address(node, instance), default: 0] += 1
        look(node, instance)
    }

    private mutating func look(_ node: Int, _ instance: Int) {
        let address = history.address(node, instance)
        guard let host = address.host else { return }
        let container = ContainerObservation(
            id: "\(address) \(versions[node]) \(starts[address] ?? 0)", image: "example/antiloop:\(versions[node])",
            imageID: "sha256:\(versions[node])", network: .host, restartPolicy: nil,
            state: ContainerState(status: "running", health: "healthy"))
        state.hosts[host]?.resources[address] = ObservedResource(
            address: address, observation: container, isOwned: true)
    }
}
