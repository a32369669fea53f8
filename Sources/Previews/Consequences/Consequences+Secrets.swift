import BrokerModel

/// Whom a change gives which secret. Of no secret more than its name is said.
extension Consequences {
    /// What uses a secret, and what it is given to.
    private struct Use: Hashable {
        var secret: SecretName

        /// "`ca-eccc-msc`", "the MQTT user `everyone`".
        var user: Phrase

        /// Where it is sent; nil where it stays on the hosts.
        var server: ServerName?

        /// Whether the user is a node.
        var isOfNode = false
    }

    /// Secrets that base has already and that come to where they were not: a password
    /// that is sent to another server was given away.
    func secretsExposed() -> [Phrase] {
        let known = Set(base.desired.secrets.keys)
        let old = Self.uses(in: base.desired)
        let sent = Set(old.compactMap { use in use.server.map { Sending(secret: use.secret, server: $0) } })
        let given = Set(old.filter { $0.server == nil }.map { Use(secret: $0.secret, user: $0.user) })
        var told: Set<Phrase> = []
        return Self.uses(in: merged.desired).filter { known.contains($0.secret) }.compactMap { use -> Phrase? in
            if let server = use.server {
                guard !sent.contains(Sending(secret: use.secret, server: server)) else { return nil }
                return "the secret \(value: use.secret) is sent to \(server.phrase) for the first time, by \(use.user)"
            }
            guard !given.contains(Use(secret: use.secret, user: use.user)) else { return nil }
            return "the secret \(value: use.secret) is given to \(use.user) for the first time"
        }.filter { told.insert($0).inserted }
    }

    /// Secrets that are others, and who goes by them.
    func secretsChanging() -> [Phrase] {
        guard !changedSecrets.isEmpty else { return [] }
        let uses = Dictionary(grouping: Self.uses(in: merged.desired), by: \.secret)
        return changedSecrets.map { secret in
            var seen: Set<Phrase> = []
            let users = (uses[secret] ?? []).filter { seen.insert($0.user).inserted }
            guard !users.isEmpty else { return "the secret \(value: secret) is another one" }
            let nodes = users.filter(\.isOfNode).map(\.user)
            var parts = users.filter { !$0.isOfNode }.map(\.user)
            if !nodes.isEmpty {
                let rest: Phrase = nodes.count > 5 ? " and \(nodes.count - 5) more" : ""
                let shown: Phrase = "\(Self.list(nodes.prefix(5)))\(rest)"
                parts.insert(nodes.count == 1 ? "1 node (\(shown))" : "\(nodes.count) nodes (\(shown))", at: 0)
            }
            return "the secret \(value: secret) is another one: \(Self.list(parts[...]))"
        }
    }

    private static func list(_ phrases: ArraySlice<Phrase>) -> Phrase {
        guard let first = phrases.first else { return "" }
        return phrases.dropFirst().reduce(first) { "\($0), \($1)" }
    }

    private struct Sending: Hashable {
        var secret: SecretName
        var server: ServerName
    }

    // MARK: - All uses

    private static func uses(in desired: DesiredState) -> [Use] {
        var uses: [Use] = []
        for node in desired.nodes { uses += self.uses(of: node) }
        for (name, user) in desired.broker.users.sorted(by: { $0.key < $1.key }) {
            let phrase: Phrase = "the MQTT user \(value: name)"
            uses += secrets([user.password] + user.subscribe).map { Use(secret: $0, user: phrase) }
        }
        let broker = desired.broker
        let target = broker.publish
        uses += secrets([target.username, target.password]).map {
            Use(secret: $0, user: "what all nodes publish with", server: ServerName(target.broker))
        }
        uses += secrets([target.broker]).map { Use(secret: $0, user: "what all nodes publish with") }
        uses += secrets([broker.emqx.cookie, broker.emqx.dashboardPassword, broker.emqx.license]).map {
            Use(secret: $0, user: "the brokers")
        }
        uses += secrets(broker.antiloop.environment.sorted { $0.key < $1.key }.map(\.value)).map {
            Use(secret: $0, user: "the environment of all nodes")
        }
        let settings = broker.loadBalancer.settings
        uses += secrets([settings?.certificate, settings?.clusterPassword]).map {
            Use(secret: $0, user: "the load balancers")
        }
        uses += secrets([broker.traefik.certificate, broker.traefik.adminUsers]).map {
            Use(secret: $0, user: "Traefik")
        }
        let monitors = broker.monitoring
        let settingsOfMonitors = [monitors.globalMonitors, monitors.isobar, monitors.grafanaPassword]
        uses += secrets(settingsOfMonitors + monitors.alertmanagers).map { Use(secret: $0, user: "the monitoring") }
        uses += secrets([broker.portainer?.agentSecret, broker.portainer?.adminPassword]).map {
            Use(secret: $0, user: "Portainer")
        }
        return uses
    }

    private static func uses(of node: Node) -> [Use] {
        let subscription = node.subscription
        let phrase: Phrase = "\(value: node.centreID)"
        var uses: [Use] = []
        let add = { (sources: [TextSource?], server: TextSource?) in
            uses += secrets(sources).map {
                Use(secret: $0, user: phrase, server: server.map(ServerName.init), isOfNode: true)
            }
        }
        add([subscription.username, subscription.password] + (subscription.topics ?? []), subscription.broker)
        if let backup = subscription.backup {
            add([backup.username ?? subscription.username, backup.password ?? subscription.password], backup.broker)
            add([backup.broker], nil)
        }
        add([subscription.broker] + node.environment.sorted { $0.key < $1.key }.map(\.value), nil)
        return uses
    }

    private static func secrets(_ sources: [TextSource?]) -> [SecretName] { sources.compactMap { $0?.secretName } }
}
