public import BrokerModel

/// An nftables rule set for one host: what the port table wants opened, and
/// nothing else. It is for a person to read and to load; Isobar never does.
public struct FirewallRuleSet: Sendable {
    /// A complete file for `nft -f`.
    public let text: String

    /// - Parameters:
    ///   - host: one of the desired state's.
    ///   - controllers: from where SSH must go on working, besides the
    ///     management hosts: addresses, or ranges in CIDR notation.
    /// - Throws: ``Failure`` with `usage` when one of `controllers` is neither,
    ///   and with `desired-state-invalid` when an address of the state is none.
    public init(for host: Host, of desired: DesiredState, controllers: [String]) throws(Failure) {
        let parties = try FirewallParties(desired, controllers: controllers)
        let table = PortTable(desired)
        let rules = table.incoming(to: host)
        let own = rules.filter { !$0.isPublished }
        let published = rules.filter(\.isPublished)
        var lines = Self.heading(host)
        lines += Self.beginning.map(\.text)
        lines += own.flatMap { Self.lines($0, host, parties) }.map { "        " + $0.text }
        lines += ["    }", "}"]
        if !published.isEmpty { lines += Self.advice(published, host, parties) }
        text = lines.joined(separator: "\n") + "\n"
    }

    private static func heading(_ host: Host) -> [String] {
        [
            "#!/usr/sbin/nft -f",
            "# Input rules for \(host.name) (\(host.role.rawValue)), from the port table of docs/doctor.md.",
            "# Printed by 'isobar firewall \(host.name)'; nothing was applied. Read it, then try it with a way back:",
            "#   nft -c -f FILE && systemd-run --on-active=120 nft delete table inet isobar && nft -f FILE",
            "# and see that you can still log in before you load it for good (/etc/nftables.conf).",
            "# The tables of the container engine are left alone.",
        ]
    }

    /// Loading it again replaces it: a table is made, so that it is there, taken
    /// away and made anew, all in one transaction.
    private static let beginning: [NFTablesLine] = [
        "table inet isobar",
        "delete table inet isobar",
        "table inet isobar {",
        "    chain input {",
        "        type filter hook input priority filter; policy drop;",
        "        ct state established,related accept",
        "        ct state invalid drop",
        "        iif \"lo\" accept",
        "        meta l4proto { icmp, ipv6-icmp } accept",
        "        udp sport 67 udp dport 68 accept comment \"DHCP\"",
        "        udp sport 547 udp dport 546 accept comment \"DHCPv6\"",
        "        iifname \"docker0\" accept comment \"containers of this host, to Redis for instance\"",
        "        iifname \"br-*\" accept comment \"containers of this host, to Redis for instance\"",
    ]

    private static func lines(_ rule: PortRule, _ host: Host, _ parties: FirewallParties) -> [NFTablesLine] {
        let ports = rule.ports(of: host)
        if rule.sources.contains(.anyone) {
            return ["\(rule.transport) dport \(ports) accept \(comment: rule.service)"]
        }
        return parties.groups(of: rule, except: host).map { group in
            group.isIPv6
                ? "ip6 saddr \(group.ranges) \(rule.transport) dport \(ports) accept \(comment: rule.service)"
                : "ip saddr \(group.ranges) \(rule.transport) dport \(ports) accept \(comment: rule.service)"
        }
    }

    /// Rules for ports that containers publish belong into the engine's own
    /// chain (docs.docker.com, "Packet filtering and firewalls").
    private static func advice(_ rules: [PortRule], _ host: Host, _ parties: FirewallParties) -> [String] {
        var lines = [
            "",
            "# Ports that containers publish never come to the chain above: the engine forwards them. Rules for them",
            "# belong into its chain DOCKER-USER, where --ctorigdstport is the port that was called:",
        ]
        for rule in rules {
            let ports = rule.ports(of: host).map { String($0) }.joined(separator: ",")
            guard !rule.sources.contains(.anyone) else {
                lines.append(
                    "#   \(rule.transport.rawValue) \(ports), \(rule.service): open to everybody, no rule needed")
                continue
            }
            let ranges = parties.groups(of: rule, except: host).filter { !$0.isIPv6 }.flatMap(\.ranges)
            for port in rule.ports(of: host) {
                let match = "-p \(rule.transport.rawValue) -m conntrack --ctorigdstport \(port) --ctdir ORIGINAL"
                lines.append("#   \(rule.transport.rawValue) \(port), \(rule.service):")
                lines.append("#     iptables -I DOCKER-USER \(match) -j DROP")
                lines += ranges.map { "#     iptables -I DOCKER-USER \(match) -s \($0.text) -j RETURN" }
            }
        }
        return lines
    }
}
