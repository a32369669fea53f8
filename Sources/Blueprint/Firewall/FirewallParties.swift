import BrokerModel

/// Who the port table speaks of, as addresses.
struct FirewallParties {
    /// Ranges of one family that do not overlap, as a set demands.
    struct Group {
        var isIPv6: Bool
        var ranges: [AddressRange]
    }

    private let hosts: [(host: Host, range: AddressRange)]
    private let controllers: [AddressRange]
    private let dashboard: [AddressRange]

    init(_ desired: DesiredState, controllers: [String]) throws(Failure) {
        var hosts: [(Host, AddressRange)] = []
        for host in desired.hosts.sorted(by: { $0.name < $1.name }) {
            do {
                hosts.append((host, try HostAddress(host.address).asRange))
            } catch {
                throw Self.unusable(host.address, "hosts.yaml, \(host.name)")
            }
        }
        self.hosts = hosts
        var ranges: [AddressRange] = []
        for text in controllers {
            guard let range = Self.range(text) else {
                throw Failure(
                    .usage, attempted: "print firewall rules", on: text,
                    response: "this is neither an address nor a range such as 192.168.0.0/16")
            }
            ranges.append(range)
        }
        self.controllers = ranges
        var dashboard: [AddressRange] = []
        for text in desired.broker.loadBalancer.settings?.dashboardAllowedFrom ?? [] {
            guard let range = Self.range(text) else { throw Self.unusable(text, "dashboardAllowedFrom") }
            dashboard.append(range)
        }
        self.dashboard = dashboard
    }

    /// Everybody who may open the ports of a rule, without the host itself:
    /// what it says to itself comes over the loopback.
    func groups(of rule: PortRule, except target: Host) -> [Group] {
        var ranges: [AddressRange] = []
        for source in rule.sources {
            switch source {
            case .anyone: break
            case .controller: ranges += controllers
            case .ranges: ranges += dashboard
            case .hosts(let roles):
                ranges += hosts.filter { roles.contains($0.host.role) && $0.host.name != target.name }.map(\.range)
            }
        }
        var seen: Set<AddressRange> = []
        let unique = ranges.filter { seen.insert($0).inserted }
        // Single addresses do not overlap; wider ranges may, and stand alone.
        let single = [false, true].map { isIPv6 in
            Group(isIPv6: isIPv6, ranges: unique.filter { $0.isIPv6 == isIPv6 && $0.isSingle })
        }
        return single.filter { !$0.ranges.isEmpty }
            + unique.filter { !$0.isSingle }.map { Group(isIPv6: $0.isIPv6, ranges: [$0]) }
    }

    private static func range(_ text: String) -> AddressRange? {
        (try? AddressRange(text)) ?? (try? HostAddress(text))?.asRange
    }

    private static func unusable(_ text: String, _ place: String) -> Failure {
        Failure(
            .desiredStateInvalid, attempted: "print firewall rules", on: place,
            response: "\"\(text)\" is no address or range of addresses")
    }
}
