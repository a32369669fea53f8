import BrokerModel
public import History

/// How available nodes, hosts and the fleet were, as JSON. Durations are in
/// seconds, shares parts of one.
public struct AvailabilityDocument: Encodable, Sendable {
    public struct NodeEntry: Encodable, Sendable {
        /// Nil for the sum of all nodes.
        public let centreId: String?

        /// The time it was to be there.
        public let wanted: Double
        public let two: Double
        public let one: Double

        /// One, and of another nothing is known.
        public let oneOrTwo: Double
        public let none: Double
        public let unknown: Double

        /// With an instance at least, of the time of which something is known.
        public let available: Double?
        public let verdict: AvailabilityGoal.Verdict?

        init(_ node: NodeAvailability, centreId: String?, goal: AvailabilityGoal) {
            self.centreId = centreId
            wanted = node.wanted.inSeconds
            two = node.two.inSeconds
            one = node.one.inSeconds
            oneOrTwo = node.oneOrTwo.inSeconds
            none = node.none.inSeconds
            unknown = node.unknown.inSeconds
            available = AvailabilityGoal.share(served: node.served, unknown: node.unknown, of: node.wanted)
            verdict = goal.verdict(served: node.served, unknown: node.unknown, of: node.wanted)
        }
    }

    public struct HostEntry: Encodable, Sendable {
        public let host: String
        public let reached: Double
        public let unreached: Double
        public let unknown: Double

        /// Reached, of the time somebody looked.
        public let available: Double?
    }

    public let formatVersion = 1
    public let from: String
    public let to: String
    public let goal: Double

    /// How long a look was taken to tell what is there.
    public let trustSeconds: Int64
    public let fleet: NodeEntry

    /// The worst first.
    public var nodes: [NodeEntry]
    public let hosts: [HostEntry]

    public init(_ report: AvailabilityReport, goal: AvailabilityGoal, trust: Duration = HostLook.trust) {
        trustSeconds = trust.components.seconds
        from = report.period.from.description
        to = report.period.to.description
        self.goal = goal.share
        fleet = NodeEntry(report.fleet, centreId: nil, goal: goal)
        nodes = report.nodes.sorted { $0.key < $1.key }
            .map { NodeEntry($0.value, centreId: $0.key.text, goal: goal) }
            .enumerated().sorted { ($0.element.none, $1.offset) > ($1.element.none, $0.offset) }.map(\.element)
        hosts = report.hosts.sorted { $0.key < $1.key }.map { host, availability in
            HostEntry(
                host: host.text, reached: availability.reached.inSeconds, unreached: availability.unreached.inSeconds,
                unknown: availability.unknown.inSeconds,
                available: AvailabilityGoal.share(
                    served: availability.reached, unknown: availability.unknown,
                    of: availability.reached + availability.unreached + availability.unknown))
        }
    }
}

extension Duration {
    /// To the millisecond.
    fileprivate var inSeconds: Double {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        return Double(milliseconds) / 1000
    }
}
