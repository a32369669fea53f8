import BrokerModel

/// Where clients reach this broker: its name, its virtual address, and the
/// hosts that serve MQTT. A node that is subscribed to there would feed the
/// broker with its own messages.
struct BrokerEntrances: Sendable {
    private let names: Set<String>
    private let addresses: Set<IPAddress>

    init(of broker: BrokerSettings, hosts: [Host]) {
        let servers = hosts.filter { $0.role == .broker || $0.role == .loadbalancer }
        names = Set(servers.map(\.name.text) + ["globalbroker." + broker.domain])
        let virtual = broker.loadBalancer.settings?.virtualAddress
        addresses = Set((servers.map(\.address) + [virtual].compactMap { $0 }).compactMap(IPAddress.init))
    }

    /// Whether a broker URL leads to one of them.
    func includes(_ url: String) -> Bool {
        guard let host = (try? BrokerURL(url))?.host else { return false }
        return IPAddress(host).map(addresses.contains) ?? names.contains(host)
    }
}
