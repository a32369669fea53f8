import BrokerModel

/// HAProxy's configuration on one load balancer: the published guide's, with
/// what experiments on a lab found wrong in it put right.
struct HAProxyConfiguration {
    let host: HostName
    let facts: FleetFacts

    /// Who may open the EMQX dashboard; without any it has no frontend.
    let dashboardClients: [AddressRange]

    var configuration: HAProxy.Configuration {
        var sections = [Self.defaults, peers, mqttFrontend, webSocketFrontend, mqttBackend, webSocketBackend]
        if !dashboardClients.isEmpty { sections += [dashboardFrontend, dashboardBackend] }
        if !facts.managers.isEmpty { sections.append(metricsFrontend) }
        return HAProxy.Configuration(global: global, sections: sections)
    }

    /// As Debian's package sets it up, with these differences: the name among
    /// the peers does not hang on the machine's host name, and old processes
    /// end after a reload. Without a limit each lives for as long as one of
    /// its MQTT clients stays.
    private var global: [HAProxy.Line] {
        [
            "log /dev/log local0",
            "log /dev/log local1 notice",
            "chroot /var/lib/haproxy",
            "stats socket /run/haproxy/admin.sock mode 660 level admin",
            "stats timeout 30s",
            "user haproxy",
            "group haproxy",
            "daemon",
            "localpeer \(HAProxy.Token(host))",
            "hard-stop-after 8h",
            "ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets",
            """
            ssl-default-bind-ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:\
            ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:\
            ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305
            """,
            """
            ssl-default-bind-ciphersuites TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256
            """,
        ]
    }

    /// Debian's 50 s cut every MQTT client with a longer keep-alive off, for
    /// ever. A server waits one and a half times the keep-alive (MQTT 5.0,
    /// section 3.1.2.10), and so do we, for keep-alives up to two minutes.
    private static let defaults = HAProxy.Section(
        "defaults",
        [
            "log global",
            "mode tcp",
            "option tcplog",
            "option dontlognull",
            "timeout connect 5s",
            "timeout client 3m",
            "timeout server 3m",
        ])

    /// Carries the stick table over reloads and to the other balancer.
    private var peers: HAProxy.Section {
        HAProxy.Section(
            "peers lbpeers",
            facts.balancers.map { "peer \(HAProxy.Token($0.name)) \($0.address, port: 10000)" })
    }

    private var mqttFrontend: HAProxy.Section {
        HAProxy.Section(
            "frontend mqttts_frontend",
            [
                "bind *:8883 ssl crt /etc/haproxy/certs/\(HAProxy.Token(facts.domain.globalBroker)).pem",
                "tcp-request inspect-delay 10s",
                "tcp-request content reject unless { req.payload(0,0),mqtt_is_valid }",
                "default_backend mqtt_backend",
            ])
    }

    private var webSocketFrontend: HAProxy.Section {
        HAProxy.Section(
            "frontend wss_frontend",
            [
                "bind *:443 ssl crt /etc/haproxy/certs/\(HAProxy.Token(facts.domain.globalBroker)).pem",
                "default_backend ws_backend",
            ])
    }

    private var dashboardFrontend: HAProxy.Section {
        HAProxy.Section(
            "frontend dash_frontend",
            [
                "bind *:18083",
                "tcp-request connection reject unless { src \(dashboardClients) }",
                "default_backend dash_backend",
            ])
    }

    /// HAProxy's own numbers for Prometheus, for the management hosts alone
    /// (configuration manual, section 9.7).
    private var metricsFrontend: HAProxy.Section {
        HAProxy.Section(
            "frontend metrics_frontend",
            [
                "mode http",
                "bind *:8404",
                "option dontlog-normal",
                "tcp-request connection reject unless { src \(facts.managers.map(\.address.asRange)) }",
                "http-request deny deny_status 404 unless { path /metrics }",
                "http-request use-service prometheus-exporter",
            ])
    }

    /// Where ``metricsFrontend`` listens.
    static let metricsPort = 8404

    /// A client comes back to the broker that has its session. Identifiers
    /// are longer than the guide's 32 characters.
    private var mqttBackend: HAProxy.Section {
        HAProxy.Section(
            "backend mqtt_backend",
            [
                "balance roundrobin",
                "stick-table type string len 128 size 100k expire 30m peers lbpeers",
                "stick on req.payload(0,0),mqtt_field_value(connect,client_identifier)",
            ] + servers(of: .mqtt))
    }

    private var webSocketBackend: HAProxy.Section {
        HAProxy.Section("backend ws_backend", ["balance roundrobin"] + servers(of: .webSocket))
    }

    private var dashboardBackend: HAProxy.Section {
        HAProxy.Section("backend dash_backend", ["balance roundrobin"] + servers(of: .dashboard))
    }

    /// What a process that loaded this says of itself
    /// (``HAProxyObservation/runtime``).
    var runtime: [String: String] {
        var frontends = ["mqttts_frontend", "wss_frontend"]
        if !dashboardClients.isEmpty { frontends.append("dash_frontend") }
        if !facts.managers.isEmpty { frontends.append("metrics_frontend") }
        var runtime = Dictionary(uniqueKeysWithValues: frontends.map { ("frontend \($0)", "open") })
        for backend in BrokerBackend.allCases where backend != .dashboard || !dashboardClients.isEmpty {
            for broker in facts.brokers {
                let server = "server \(backend.server(broker.name))"
                // An IPv6 address can be written in several ways.
                if !broker.address.isIPv6 { runtime[server + " address"] = "\(broker.address.text):\(backend.port)" }
                runtime[server + " weight"] = "1"
                runtime[server + " check"] = "on"
            }
        }
        return runtime
    }

    private func servers(of backend: BrokerBackend) -> [HAProxy.Line] {
        facts.brokers.map { "server \(HAProxy.Token($0.name)) \($0.address, port: backend.port) check" }
    }
}
