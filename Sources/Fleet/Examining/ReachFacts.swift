/// What came of the connections that were tried from one host.
public struct ReachFacts: Sendable, Equatable {
    /// Where a connection went.
    public struct Target: Sendable, Hashable {
        public var address: String
        public var port: Int

        public init(address: String, port: Int) {
            self.address = address
            self.port = port
        }
    }

    public var outcomes: [Target: PortOutcome]

    /// Who answered for an address on a network of the host: the hardware
    /// address, by the address.
    public var neighbours: [String: String]

    public init(outcomes: [Target: PortOutcome] = [:], neighbours: [String: String] = [:]) {
        self.outcomes = outcomes
        self.neighbours = neighbours
    }

    /// - Parameter targets: what was asked for; what nothing is said of was
    ///   silent.
    init(_ report: ReachReport, targets: [Target]) {
        outcomes = targets.reduce(into: [:]) { $0[$1] = .silent }
        for line in report.connections.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3, let port = Int(words[1]), let outcome = PortOutcome(rawValue: words[2]) else {
                continue
            }
            outcomes[Target(address: words[0], port: port)] = outcome
        }
        // The kernel remembers neighbours that are gone: only what answered just now is there.
        let answered = Set(outcomes.filter { [.open, .refused].contains($0.value) }.map(\.key.address))
        // `192.168.79.50 dev eth0 lladdr 02:42:c0:a8:4f:32 REACHABLE`
        neighbours = report.neighbours.split(separator: "\n").reduce(into: [:]) { neighbours, line in
            let words = line.split(separator: " ").map(String.init)
            guard let key = words.firstIndex(of: "lladdr"), key + 1 < words.count, answered.contains(words[0]) else {
                return
            }
            neighbours[words[0]] = words[key + 1]
        }
    }
}
