public import BrokerModel

/// What came of the connections that were tried from one host.
public struct ReachFacts: Sendable, Equatable {
    /// Where a connection went.
    public struct Target: Sendable, Hashable {
        /// An address; outside of the broker a name, too.
        public var address: String
        public var port: Int
        public var transport: PortRule.Transport

        /// Whether it is none of the broker's hosts.
        public var isOutside: Bool

        public init(
            address: String, port: Int, transport: PortRule.Transport = .tcp, isOutside: Bool = false
        ) {
            self.address = address
            self.port = port
            self.transport = transport
            self.isOutside = isOutside
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
            guard words.count == 4, let transport = PortRule.Transport(rawValue: words[0]), let port = Int(words[2]),
                let outcome = PortOutcome(rawValue: words[3])
            else { continue }
            for target in targets
            where target.transport == transport && target.address == words[1] && target.port == port {
                outcomes[target] = outcome
            }
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
