public import BrokerModel

/// What is different between two past moments.
public struct StateDifference: Sendable, Equatable {
    public enum Kind: String, Sendable, Hashable, Codable {
        case appeared
        case gone
        case changed

        /// At one of the moments it is not known.
        case unknown
    }

    public struct Property: Sendable, Hashable {
        public var name: String

        /// Nil when it was not there.
        public var from: String?
        public var to: String?
    }

    public struct Entry: Sendable, Hashable {
        public var address: ResourceAddress
        public var host: HostName
        public var kind: Kind

        /// In the order of their names.
        public var properties: [Property]

        /// The last step on it until the later moment, if it was after the
        /// earlier one's.
        public var lastStep: PastResource.LastStep?
    }

    public var from: Timestamp
    public var to: Timestamp

    /// By host and address.
    public var entries: [Entry]

    /// Hosts of which nothing is known at one of the moments, with what is known
    /// at each.
    public var unknownHosts: [UnknownHost]

    public struct UnknownHost: Sendable, Hashable {
        public var host: HostName
        public var from: HostKnowledge
        public var to: HostKnowledge
    }

    public init(from earlier: FleetState, to later: FleetState) {
        from = earlier.at
        to = later.at
        entries = []
        unknownHosts = []
        let before = Dictionary(earlier.hosts.map { ($0.host, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(later.hosts.map { ($0.host, $0) }, uniquingKeysWith: { first, _ in first })
        for host in Set(before.keys).union(after.keys).sorted() {
            let absent = HostState(host: host, knowledge: .neverLooked, resources: [])
            add(before[host] ?? absent, after[host] ?? absent)
        }
    }

    private mutating func add(_ before: HostState, _ after: HostState) {
        if !Self.tells(before) || !Self.tells(after) {
            unknownHosts.append(UnknownHost(host: before.host, from: before.knowledge, to: after.knowledge))
            return
        }
        let earlier = Dictionary(before.resources.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
        let later = Dictionary(after.resources.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
        for address in Set(earlier.keys).union(later.keys).sorted() {
            let one = earlier[address]
            let other = later[address]
            if let entry = Self.entry(address, one, other, isKnown: before.isKnown && after.isKnown, before.host) {
                entries.append(entry)
            }
        }
    }

    /// Whether a state can be compared: one between two looks in part.
    private static func tells(_ state: HostState) -> Bool {
        switch state.knowledge {
        case .seen, .between: true
        case .unreached, .notLooked, .neverLooked: false
        }
    }

    private static func entry(
        _ address: ResourceAddress, _ before: PastResource?, _ after: PastResource?, isKnown: Bool, _ host: HostName
    ) -> Entry? {
        guard before?.digest != after?.digest || before?.certainty == .unknown || after?.certainty == .unknown else {
            return nil
        }
        let isUnknown =
            before?.certainty == .unknown || after?.certainty == .unknown || (before == nil || after == nil) && !isKnown
        let kind: Kind = isUnknown ? .unknown : before == nil ? .appeared : after == nil ? .gone : .changed
        return Entry(
            address: address, host: host, kind: kind,
            properties: kind == .changed ? properties(before?.record ?? [:], after?.record ?? [:]) : [],
            lastStep: after?.lastStep == before?.lastStep ? nil : after?.lastStep)
    }

    private static func properties(_ before: [String: String], _ after: [String: String]) -> [Property] {
        Set(before.keys).union(after.keys).sorted().compactMap { name in
            before[name] == after[name] ? nil : Property(name: name, from: before[name], to: after[name])
        }
    }
}
