import BrokerModel

/// Which sets must not be touched now.
enum Holding {
    /// A set is left alone while a member is not known to be there or on its
    /// way: on a host that cannot be reached, or standing in conflict. What is
    /// left of the set may be all there is.
    ///
    /// A host that was not asked (`--host`) is no reason: the executor looks
    /// at every sibling right before it disturbs a member.
    ///
    /// - Returns: for each set that is held, why.
    static func reasons(
        for members: [Redundancy: [ResourceAddress]], drafts: [Draft], observed: ObservedState
    ) -> [Redundancy: String] {
        guard !members.isEmpty else { return [:] }
        let planned = Set(drafts.lazy.filter { $0.proposal.effect == .restores }.map(\.address))
        var reasons: [Redundancy: String] = [:]
        for (set, addresses) in members {
            for address in addresses {
                guard let host = address.host else { continue }
                if observed.unreachable[host] != nil {
                    reasons[set] = "\(host) cannot be reached"
                } else if let seen = observed.hosts[host], !planned.contains(address) {
                    if let found = seen.resources[address] {
                        if isStranger(found, in: set) { reasons[set] = "\(address) is somebody else's" }
                    } else {
                        reasons[set] = "\(address) is not there and cannot be created"
                    }
                }
                if reasons[set] != nil { break }
            }
        }
        return reasons
    }

    /// Whether what bears the name of an instance serves another node, or none.
    private static func isStranger(_ found: ObservedResource, in set: Redundancy) -> Bool {
        guard set.role == .node, let container = found.observation as? ContainerObservation else { return false }
        return container.environment["CENTRE_ID"]?.withRevealed { $0 == set.set } != true
    }
}
