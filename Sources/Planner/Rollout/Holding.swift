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
                } else if let seen = observed.hosts[host], seen.resources[address] == nil, !planned.contains(address) {
                    reasons[set] = "\(address) is not there and cannot be created"
                }
                if reasons[set] != nil { break }
            }
        }
        return reasons
    }
}
