import BrokerModel

extension Consequences {
    /// Nodes whose messages are no longer received.
    func nodesLeaving() -> [Phrase] {
        let written = Dictionary(
            merged.desired.nodes.map { ($0.centreID, $0) }, uniquingKeysWith: { first, _ in first })
        return before.keys.filter { after[$0] == nil }.sorted().map { node in
            guard let kept = written[node] else {
                return "\(value: node) is deleted: its messages are no longer received"
            }
            if kept.isEnabled, let expires = kept.expires {
                return "\(value: node) expired on \(value: expires): it is taken off the hosts"
            }
            return "\(value: node) is switched off: it is taken off the hosts and stays in git"
        }
    }

    /// Nodes whose messages are received from now on.
    func nodesComing() -> [Phrase] {
        let hosts = merged.placement
        return after.keys.filter { before[$0] == nil }.sorted().map { node in
            guard let hosts = hosts[node], !hosts.isEmpty else { return "\(value: node) comes new" }
            return "\(value: node) comes new, on \(Phrase.list(hosts.map(\.text)))"
        }
    }

    /// Nodes that change hosts.
    func nodesMoving() -> [Phrase] {
        let (old, new) = (base.placement, merged.placement)
        return after.keys.filter { before[$0] != nil }.sorted().flatMap { node -> [Phrase] in
            let (from, to) = (Set(old[node] ?? []), Set(new[node] ?? []))
            let (left, entered) = (from.subtracting(to).sorted(), to.subtracting(from).sorted())
            switch (left.isEmpty, entered.isEmpty) {
            case (true, true): return []
            case (false, false):
                return [
                    "\(value: node) moves from \(Phrase.list(left.map(\.text))) to \(Phrase.list(entered.map(\.text)))"
                ]
            case (true, false): return ["\(value: node) runs on \(Phrase.list(entered.map(\.text))), too"]
            case (false, true): return ["\(value: node) no longer runs on \(Phrase.list(left.map(\.text)))"]
            }
        }
    }

    /// Nodes that receive from another server.
    func sendersChanging() -> [Phrase] {
        after.keys.sorted().compactMap { id in
            guard let old = before[id]?.subscription.broker, let new = after[id]?.subscription.broker, old != new else {
                return nil
            }
            return "\(value: id) receives from \(ServerName(new).phrase) instead of \(ServerName(old).phrase)"
        }
    }

    /// Nodes that receive otherwise than before.
    func subscriptionsChanging() -> [Phrase] {
        after.keys.sorted().compactMap { id in
            guard let old = before[id], let new = after[id] else { return nil }
            let fields = Self.differences(old, new)
            return fields.isEmpty ? nil : "\(value: id) is subscribed anew: other \(Phrase.list(fields))"
        }
    }

    private static func differences(_ old: Node, _ new: Node) -> [String] {
        let (a, b) = (old.subscription, new.subscription)
        let differs: [(String, Bool)] = [
            ("broker", a.broker != b.broker), ("username", a.username != b.username),
            ("password", a.password != b.password), ("topics", a.topics != b.topics || old.kind != new.kind),
            ("verifyCertificate", a.verifyCertificate != b.verifyCertificate),
            ("mqttVersion", a.mqttVersion != b.mqttVersion), ("backup", a.backup != b.backup),
            ("checks", old.checks != new.checks), ("environment", old.environment != new.environment),
        ]
        return differs.filter(\.1).map(\.0)
    }
}
