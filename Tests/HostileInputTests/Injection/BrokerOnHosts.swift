import Blueprint
import BrokerModel
import DesiredStateReader
import Testing

/// The way of a commit to what the hosts shall hold, without hosts.
struct BrokerOnHosts {
    enum Outcome {
        case refused([Diagnostic])
        /// By the blueprint, which knows the values of secrets.
        case failed(Failure)
        case resources([Resource], broker: CentreID)
    }

    /// By name.
    var secrets = Self.harmlessSecrets

    static let harmlessSecrets = [
        "publisher": "publishing", "certificate": pem, "hacluster": "cluster", "emqx-cookie": "cookie",
        "emqx-dashboard": "dashboard", "emqx-license": "license", "traefik-users": "admin:$2y$05$abcdefgh",
        "manage-certificate": pem, "monitor-users": "monitor:$2y$05$abcdefgh", "node-password": "receiving",
        "token": "t0ken", "grafana-admin": "drawing", "portainer-agent": "agreed", "portainer-admin": "looking",
    ]

    static let pem = """
        -----BEGIN CERTIFICATE-----
        TUlJQg==
        -----END CERTIFICATE-----
        -----BEGIN PRIVATE KEY-----
        TUlHSA==
        -----END PRIVATE KEY-----

        """

    func outcome(of files: [SourceFile]) throws -> Outcome {
        let today = try #require(CalendarDate(year: 2026, month: 11, day: 21))
        let result = DesiredState.read(files, today: today)
        guard let state = result.state else { return .refused(result.diagnostics) }
        let pair = state.hosts(.antiloop).prefix(2).map(\.name)
        let nodes = state.activeNodes(today: today)
        let blueprint = BrokerBlueprint(
            desired: state,
            placement: Placement(
                hosts: Dictionary(uniqueKeysWithValues: nodes.map { ($0.centreID, $0.pinnedHosts ?? pair) })),
            secrets: Dictionary(
                uniqueKeysWithValues: try secrets.map { (try #require(SecretName($0.key)), Secret($0.value)) }),
            today: today, helperDigest: Digest(of: "helper"))
        do {
            return .resources(try blueprint.resources(), broker: state.broker.centreID)
        } catch {
            return .failed(error)
        }
    }

    /// What reaches the hosts; nil when something was refused.
    func surface(of files: [SourceFile]) throws -> Surface? {
        guard case .resources(let resources, let broker) = try outcome(of: files) else { return nil }
        return try Surface(resources, broker: broker)
    }
}
