/// A set of instances of which only one may be disturbed at a time.
public struct Redundancy: Sendable, Hashable {
    /// What the instances do together.
    public enum Role: String, Sendable, Hashable, Codable {
        /// The antiloop instances of one node.
        case node
        /// The EMQX nodes.
        case broker
        /// The Redis nodes.
        case redis
        /// The load balancers.
        case loadBalancer
    }

    public var role: Role

    /// The set: a centre-id for a node, else the name of the cluster.
    public var set: String

    public init(role: Role, set: String) {
        self.role = role
        self.set = set
    }
}

extension Redundancy {
    /// `node ca-eccc-msc`, as histories keep it.
    public var text: String { "\(role.rawValue) \(set)" }

    /// Reads ``text``.
    public init?(_ text: String) {
        let words = text.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let role = Role(rawValue: String(words[0])) else { return nil }
        self.init(role: role, set: String(words[1]))
    }
}
