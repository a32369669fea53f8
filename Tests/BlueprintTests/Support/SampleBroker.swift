import BrokerModel

@testable import Blueprint

/// A broker to render, every part of which a test may change.
struct SampleBroker {
    var desired: DesiredState
    var placement: Placement
    var secrets: [SecretName: Secret]
    var today: CalendarDate

    /// The guide's nine hosts, with as many nodes.
    init(nodes: [Node], secrets: [SecretName: Secret] = Self.secrets) throws {
        desired = DesiredState(
            broker: try Self.settings(), hosts: try Self.hosts(), versions: try Self.versions(), nodes: nodes)
        let antiloops = desired.hosts(.antiloop).map(\.name)
        var hosts: [CentreID: [HostName]] = [:]
        for (index, node) in nodes.enumerated() {
            let pair = [antiloops[index % 3], antiloops[(index + 1) % 3]]
            hosts[node.centreID] = node.pinnedHosts ?? pair.sorted()
        }
        placement = Placement(hosts: hosts)
        self.secrets = secrets
        today = try unwrap(CalendarDate("2026-06-01"))
    }

    /// One node with all there is to say, and one with as little as possible.
    static func small() throws -> SampleBroker {
        try SampleBroker(nodes: [try node("ca-eccc-msc", elaborate: true), try node("fr-meteofrance")]).watched
    }

    /// The same with all that can watch a broker.
    private var watched: SampleBroker {
        get throws {
            var broker = self
            broker.desired.versions.redisExporter = try unwrap(ImageReference("oliver006/redis_exporter:v1.62.0"))
            broker.desired.versions.grafana = try unwrap(ImageReference("grafana/grafana-oss:11.2.0"))
            broker.desired.versions.portainer = try unwrap(ImageReference("portainer/portainer-ce:2.19.4-alpine"))
            broker.desired.versions.portainerAgent = try unwrap(ImageReference("portainer/agent:2.19.4-alpine"))
            broker.desired.broker.monitoring = MonitoringSettings(
                globalMonitors: .secret(try Self.name("monitor-users")),
                alertmanagers: [.literal("alerts.example.org:9093"), .literal("[2001:db8::7]:9093")],
                isobar: .literal("192.168.0.9:8420"), grafanaPassword: .secret(try Self.name("grafana-admin")))
            broker.desired.broker.portainer = PortainerSettings(
                agentSecret: .secret(try Self.name("portainer-agent")),
                adminPassword: .secret(try Self.name("portainer-admin")))
            return broker
        }
    }

    /// The shape of the lab: twenty nodes of all kinds.
    static func twenty() throws -> SampleBroker {
        let centres = [
            "ae-ncm", "ar-smn", "br-inmet", "ca-eccc-msc", "ch-meteoswiss", "cn-cma", "de-dwd", "es-aemet", "fi-fmi",
            "fr-meteofrance", "hk-hko", "ie-meteireann", "in-imd", "it-meteoam", "jp-jma", "ke-meteo",
            "ma-marocmeteo", "my-metmalaysia",
        ]
        var nodes = try centres.map { try node($0, elaborate: $0 == "ca-eccc-msc") }
        nodes.append(try node("fr-meteofrance-global-broker", kind: .globalBroker))
        nodes.append(try node("jp-jma-global-cache", kind: .globalCache))
        return try SampleBroker(nodes: nodes.sorted { $0.centreID < $1.centreID })
    }

    var blueprint: BrokerBlueprint {
        BrokerBlueprint(
            desired: desired, placement: placement, secrets: secrets, today: today, helperDigest: Digest(of: "helper"))
    }

    func resources() throws -> [Resource] {
        try blueprint.resources()
    }

    static func node(_ centre: String, kind: NodeKind = .node, elaborate: Bool = false) throws -> Node {
        let source = SourcePosition(file: "nodes/\(centre).yaml", line: 1)
        let centreID = try unwrap(CentreID(centre))
        guard elaborate else {
            return Node(
                centreID: centreID, kind: kind,
                subscription: Subscription(
                    broker: .literal("mqtt://192.168.77.50:1883"), username: .literal("everyone"),
                    password: .literal("everyone")),
                source: source)
        }
        return Node(
            centreID: centreID, kind: kind,
            subscription: Subscription(
                broker: .literal("wss://mqtt.example.ca"), username: .literal("isobar"),
                password: .secret(try name("node-password")),
                topics: [.literal("origin/a/wis2/\(centre)/#"), .literal("x/+/y")],
                verifyCertificate: false, mqttVersion: .v4,
                backup: BackupBroker(broker: .literal("mqtts://backup.example.ca:8883"), mqttVersion: .v5)),
            checks: MessageChecks(message: .discard, topic: .verify, metadata: .ignore),
            image: try unwrap(ImageReference("golfvert/wis2gb:2.0.7")),
            environment: ["TZ": .literal("UTC"), "GDC_URL": .literal("https://elsewhere.example/gdc?a=1&b=$2#3")],
            source: source)
    }

    static func name(_ text: String) throws -> SecretName { try unwrap(SecretName(text)) }

    static let pem = """
        -----BEGIN CERTIFICATE-----
        Y2VydGlmaWNhdGU=
        -----END CERTIFICATE-----
        -----BEGIN PRIVATE KEY-----
        a2V5
        -----END PRIVATE KEY-----

        """

    static let secrets: [SecretName: Secret] = {
        let texts = [
            "publisher": "pub#licher's $ecret\n", "certificate": pem, "hacluster": "ha", "emqx-cookie": "cookie",
            "emqx-dashboard": "dash board", "manage-certificate": pem, "node-password": "n0de",
            "grafana-admin": "gr4f$na\n", "portainer-agent": "agent #1\n", "portainer-admin": "p0rtainer's\n",
            "monitor-users": "monitor:$apr1$abc$def\n",
            "traefik-users": "# who may\nadmin:$apr1$abc$def\nother:{SHA}x=\n",
        ]
        return Dictionary(
            uniqueKeysWithValues: texts.compactMap { text in SecretName(text.key).map { ($0, Secret(text.value)) } })
    }()

    private static func settings() throws -> BrokerSettings {
        BrokerSettings(
            centreID: try unwrap(CentreID("xa-isobar-global-broker")),
            domain: "example.org",
            publish: PublishTarget(
                broker: .literal("mqtts://globalbroker.example.org:8883"), username: .literal("globalbroker"),
                password: .secret(try name("publisher"))),
            antiloop: AntiloopSettings(environment: [
                "GDC_URL": .literal("https://gdc.example.org"), "TOPIC_URL": .literal("https://topics.example.org"),
                "SCHEMA_URL": .literal("https://schema.example.org"),
            ]),
            loadBalancer: .managed(
                LoadBalancerSettings(
                    virtualAddress: "192.168.0.100", certificate: .secret(try name("certificate")),
                    clusterPassword: .secret(try name("hacluster")), dashboardAllowedFrom: ["192.168.0.0/16"])),
            emqx: EMQXSettings(
                cookie: .secret(try name("emqx-cookie")), dashboardPassword: .secret(try name("emqx-dashboard"))),
            users: [
                "everyone": MQTTUser(password: .literal("everyone"), subscribe: [.literal("cache/a/wis2/#")])
            ],
            traefik: TraefikSettings(
                allowedClients: ["192.168.0.0/16", "2001:db8::/32"], adminUsers: .secret(try name("traefik-users")),
                certificate: .secret(try name("manage-certificate"))),
            source: SourcePosition(file: "broker.yaml", line: 1))
    }

    private static func versions() throws -> Versions {
        Versions(
            antiloop: try unwrap(ImageReference("golfvert/wis2gb:2.0.6")),
            emqx: try unwrap(ImageReference("emqx:5.8.6")),
            redis: try unwrap(ImageReference("redis:7.2.4-alpine3.19")),
            traefik: try unwrap(ImageReference("traefik:v3.5.0")),
            prometheus: try unwrap(ImageReference("prom/prometheus:v2.50.0")))
    }

    private static func hosts() throws -> [Host] {
        let roles: [(String, HostRole)] = [
            ("wbroker01", .broker), ("wbroker02", .broker), ("wbroker03", .broker), ("waloop01", .antiloop),
            ("waloop02", .antiloop), ("waloop03", .antiloop), ("wlb01", .loadbalancer), ("wlb02", .loadbalancer),
            ("wmanage", .manage),
        ]
        return try roles.enumerated().map { index, host in
            Host(
                name: try unwrap(HostName(host.0)), role: host.1, address: "192.168.0.\(index + 1)",
                hostKey: "ssh-ed25519 AAAA", source: SourcePosition(file: "hosts.yaml", line: index + 3, column: 3))
        }
    }
}
