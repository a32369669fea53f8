/// A small broker as people write it: no secrets, one node, everything else
/// served from elsewhere.
public enum DesiredText {
    /// Contents by path.
    ///
    /// - Parameter port: the SSH port of the hosts, which are on loopback.
    public static func files(
        maxDeletes: Int = 5, hosts: [String] = ["waloop01", "waloop02"], port: Int = 22,
        centreID: String = "xx-example-global-broker"
    ) -> [String: String] {
        let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIASCDGw2kclYuErQDPouJ+tOTFD8zSQFpVv+g1o8kyy8"
        let antiloops = hosts.enumerated().map { index, name in
            "  \(name): {role: antiloop, address: 127.0.0.\(index + 2), hostKey: \"\(key)\"}"
        }
        return [
            "broker.yaml": """
                formatVersion: 1
                centreId: \(centreID)
                domain: example.org
                publish: {broker: "mqtts://globalbroker.example.org:8883", username: globalbroker, password: plain}
                antiloop: {environment: {GDC_URL: "https://a.example", TOPIC_URL: "https://b.example", SCHEMA_URL: "https://c.example"}}
                loadBalancer: external
                redis: {external: ["127.0.0.1:6379"]}
                emqx: {cookie: cookie, dashboardPassword: dashboard}
                rollout: {maxDeletes: \(maxDeletes)}
                """,
            "hosts.yaml": """
                ssh: {port: \(port)}
                hosts:
                  wbroker01: {role: broker, address: 127.0.0.9, hostKey: "\(key)"}

                """ + antiloops.joined(separator: "\n") + "\n",
            "versions.yaml": """
                antiloop: example/antiloop:1.0.0
                emqx: example/emqx:1.0.0
                redis: example/redis:1.0.0
                traefik: example/traefik:3.0.0
                prometheus: example/prometheus:1.0.0
                """,
            "nodes/ca-eccc-msc.yaml": """
                centreId: ca-eccc-msc
                kind: node
                subscribe: {broker: "mqtts://mqtt.example.ca:8883", username: everyone, password: everyone}
                """,
        ]
    }
}
