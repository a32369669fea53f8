extension PortTable {
    /// The connections between hosts of the broker that show whether the table
    /// holds: those that are needed, and to ports nobody outside may open those
    /// of hosts that do not need them.
    ///
    /// Not tried is what goes to or comes from outside, and UDP: silence tells
    /// nothing.
    ///
    /// - Parameter virtualAddress: tried like an address of the balancers, from
    ///   those who need them.
    public func trials(among hosts: [Host], virtualAddress: String?) -> [PortTrial] {
        var trials: [PortTrial] = []
        for target in hosts {
            for rule in incoming(to: target) where rule.transport == .tcp {
                for port in rule.ports(of: target) where Self.triable.contains(port) || rule.ports == .ssh {
                    trials += self.trials(of: rule, port, at: target, among: hosts)
                }
            }
        }
        if let virtualAddress { trials += self.trials(of: virtualAddress, among: hosts) }
        // Two rules may speak of one port: who needs it by either may open it.
        let needed = Set(trials.filter { $0.expectation == .open }.map(\.connection))
        return trials.filter { $0.expectation == .open || !needed.contains($0.connection) }
    }

    /// The ports that the host helper connects to between hosts of the broker, and
    /// but for SSH no others; the list in `Script/examining.sh` is the same (a test
    /// compares them).
    public static let triable: Set<Int> = [
        22, 80, 443, 1883, 2224, 4370, 5370, 5403, 6379, 8083, 8404, 8883, 9001, 9100, 9121, 10000, 16379,
        18083,
    ]

    private func trials(of rule: PortRule, _ port: Int, at target: Host, among hosts: [Host]) -> [PortTrial] {
        hosts.compactMap { source in
            let isNeeded = rule.isNeeded(by: source.role)
            guard source.name != target.name, isNeeded || isRestricted(port, on: target) else { return nil }
            return PortTrial(
                from: source.name, to: target.name, address: target.address, port: port, service: rule.service,
                expectation: isNeeded ? .open : .closed)
        }
    }

    /// Whether only hosts of this broker may open a port. SSH is left out: from
    /// where people log in nobody wrote down.
    private func isRestricted(_ port: Int, on target: Host) -> Bool {
        let rules = incoming(to: target).filter { $0.transport == .tcp && $0.ports(of: target).contains(port) }
        return rules.allSatisfy { $0.isInternal && $0.ports != .ssh }
    }

    private func trials(of virtualAddress: String, among hosts: [Host]) -> [PortTrial] {
        rules.filter { $0.targets(.loadbalancer) && $0.sources.contains(.anyone) }.flatMap { rule -> [PortTrial] in
            guard case .numbers(let ports) = rule.ports else { return [] }
            return hosts.filter { rule.isNeeded(by: $0.role) }.flatMap { source in
                ports.map { port in
                    PortTrial(
                        from: source.name, to: nil, address: virtualAddress, port: port, service: rule.service,
                        expectation: .open)
                }
            }
        }
    }
}

extension PortTrial {
    fileprivate struct Connection: Hashable {
        var from: HostName
        var address: String
        var port: Int
    }

    fileprivate var connection: Connection { Connection(from: from, address: address, port: port) }
}
