import BrokerModel
import DesiredStateReader
import Fleet

/// The brokers that active nodes subscribe to, as far as they stand in the
/// desired state in the clear: where antiloop hosts connect to outside.
struct OutsideBrokers {
    /// The nodes that subscribe there, by where they do.
    let nodes: [ReachFacts.Target: [CentreID]]

    /// As many as a host is asked for at once, beside its other connections.
    private static let limit = 200

    /// - Parameter today: nodes that expire by then connect to nothing.
    init(_ desired: DesiredState, today: CalendarDate) {
        var nodes: [ReachFacts.Target: [CentreID]] = [:]
        for node in desired.activeNodes(today: today) {
            let urls = [node.subscription.broker] + [node.subscription.backup?.broker].compactMap { $0 }
            for target in urls.compactMap(Self.target) where nodes[target] != nil || nodes.count < Self.limit {
                if nodes[target]?.contains(node.centreID) != true { nodes[target, default: []].append(node.centreID) }
            }
        }
        self.nodes = nodes
    }

    var targets: [ReachFacts.Target] {
        nodes.keys.sorted { ($0.address, $0.port) < ($1.address, $1.port) }
    }

    private static func target(_ source: TextSource) -> ReachFacts.Target? {
        guard case .literal(let text) = source, let url = try? BrokerURL(text) else { return nil }
        return ReachFacts.Target(address: url.host, port: url.port ?? usualPort(url.scheme), isOutside: true)
    }

    private static func usualPort(_ scheme: BrokerURL.Scheme) -> Int {
        switch scheme {
        case .mqtt: 1883
        case .mqtts: 8883
        case .ws: 80
        case .wss: 443
        }
    }
}
