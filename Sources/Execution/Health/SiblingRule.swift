import BrokerModel

/// Whether the siblings of a member are well enough to take it out.
enum SiblingRule {
    /// Why not; nil when they are.
    static func objection(
        to member: ResourceAddress,
        siblings: [ResourceAddress],
        health: [ResourceAddress: MemberHealth]
    ) -> String? {
        guard let own = health[member] else { return "\(member) cannot be looked at" }
        // What does no work cannot be disturbed.
        guard own.isRunning, own.isHealthy else { return nil }
        for sibling in siblings {
            guard let other = health[sibling] else { return "\(sibling) cannot be looked at" }
            guard other.isRunning else { return "\(sibling): \(other.note ?? "it does not run")" }
            guard other.isHealthy else { return "\(sibling): \(other.note ?? "it is not healthy")" }
            if own.isConnected == true, other.isConnected == false {
                return "\(sibling) is not connected to its broker"
            }
        }
        return nil
    }
}
