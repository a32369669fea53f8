import BrokerModel

/// A set of things of which one can stand in for another.
struct SetID: Hashable, Comparable {
    var name: String

    /// Whether the members are the instances of one WIS2 Node.
    var isNode: Bool

    static func < (left: Self, right: Self) -> Bool { left.name < right.name }
}
