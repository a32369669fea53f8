import BrokerModel

extension Consequences {
    /// Hosts that come, go, or are reached otherwise.
    func hostsChanging() -> [Phrase] {
        let before = Dictionary(base.desired.hosts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(merged.desired.hosts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return Set(before.keys).union(after.keys).sorted().flatMap { name -> [Phrase] in
            guard let old = before[name] else {
                return ["\(value: name) is a new host; this preview did not look at it, merging does"]
            }
            guard let new = after[name] else {
                return ["\(value: name) is no longer managed: what runs there is left as it is"]
            }
            return Self.differences(name, old, new)
        }
    }

    private static func differences(_ name: HostName, _ old: Host, _ new: Host) -> [Phrase] {
        var phrases: [Phrase] = []
        if old.role != new.role {
            phrases.append(
                "\(value: name) gets another role: \(value: new.role.rawValue) for \(value: old.role.rawValue)")
        }
        if old.address != new.address {
            phrases.append("\(value: name) gets another address: \(value: new.address) for \(value: old.address)")
        }
        if old.hostKey != new.hostKey {
            phrases.append("\(value: name) is trusted by another host key: compare it with the host's own")
        }
        if old.access != new.access { phrases.append("\(value: name) is reached otherwise over SSH") }
        return phrases
    }

    /// What `broker.yaml` says of the whole.
    func brokerChanging() -> [Phrase] {
        let (old, new) = (base.desired.broker, merged.desired.broker)
        var phrases = usersChanging(old, new)
        if old.domain != new.domain {
            phrases.append("the broker answers under another name: \(value: new.domain) for \(value: old.domain)")
        }
        if old.publish != new.publish { phrases.append("every node publishes elsewhere, or as somebody else") }
        if old.antiloop != new.antiloop {
            phrases.append(
                "every node gets another environment, or another number of instances: \(new.antiloop.replicas)")
        }
        if old.loadBalancer != new.loadBalancer { phrases.append("the load balancers are configured anew") }
        if old.emqx != new.emqx { phrases.append("the brokers get other secrets: cookie, password or licence") }
        if old.redis != new.redis { phrases.append("Redis is elsewhere") }
        if old.traefik != new.traefik { phrases.append("Traefik is configured anew") }
        if old.monitoring != new.monitoring { phrases.append("the monitoring is configured anew") }
        if old.packageSource != new.packageSource { phrases.append("packages come from another source") }
        return phrases
    }

    private func usersChanging(_ old: BrokerSettings, _ new: BrokerSettings) -> [Phrase] {
        Set(old.users.keys).union(new.users.keys).sorted().compactMap { name in
            switch (old.users[name], new.users[name]) {
            case (nil, _?): "the MQTT user \(value: name) may connect"
            case (_?, nil): "the MQTT user \(value: name) may no longer connect"
            case (let before?, let after?) where before.subscribe != after.subscribe:
                "the MQTT user \(value: name) may subscribe to other topics"
            case (let before?, let after?) where before != after: "the MQTT user \(value: name) gets another password"
            default: nil
            }
        }
    }

    /// Limits that hold from the apply after the next one on.
    func settingsOfController() -> [Phrase] {
        let (old, new) = (base.desired.broker.rollout, merged.desired.broker.rollout)
        guard old != new else { return [] }
        let differs: [(String, Int, Int)] = [
            ("healthTimeoutSeconds", old.healthTimeoutSeconds, new.healthTimeoutSeconds),
            ("electionWindowSeconds", old.electionWindowSeconds, new.electionWindowSeconds),
            ("nodesAtOnce", old.nodesAtOnce, new.nodesAtOnce), ("maxDeletes", old.maxDeletes, new.maxDeletes),
            ("canary", old.canary, new.canary),
        ]
        return differs.filter { $0.1 != $0.2 }.map { name, from, to in
            "the limit \(value: name) becomes \(to) for \(from), once this is applied"
        }
    }
}
