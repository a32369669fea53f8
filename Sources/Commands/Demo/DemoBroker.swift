/// The desired state of the demonstration: nine hosts, 20 nodes.
enum DemoBroker {
    /// The files, by path.
    static var files: [String: String] {
        var files = ["broker.yaml": broker, "hosts.yaml": hosts, "versions.yaml": versions]
        for centre in centres { files["nodes/\(centre).yaml"] = node(centre) }
        for secret in secrets { files["secrets/\(secret).age"] = sealed(secret) }
        files["secrets/recipients.txt"] = "\(key(99))\n"
        return files
    }

    static let registry = versions.split(separator: "\n").compactMap { line in
        line.split(separator: " ").last.map(String.init)
    }

    /// By name: role and address.
    static let fleet: [(name: String, role: String, address: String)] = [
        ("wbroker01", "broker", "192.0.2.11"), ("wbroker02", "broker", "192.0.2.12"),
        ("wbroker03", "broker", "192.0.2.13"), ("waloop01", "antiloop", "192.0.2.21"),
        ("waloop02", "antiloop", "192.0.2.22"), ("waloop03", "antiloop", "192.0.2.23"),
        ("wlb01", "loadbalancer", "192.0.2.31"), ("wlb02", "loadbalancer", "192.0.2.32"),
        ("wmanage", "manage", "192.0.2.41"),
    ]

    /// The node that is changed, and the one somebody meddles with.
    static let changed = "de-dwd"
    static let meddled = "ca-eccc-msc"

    static func node(_ centre: String, checksMetadata: Bool = false) -> String {
        """
        # One subscription. Its defaults are in broker.yaml.
        centreId: \(centre)
        kind: node
        subscribe:
          broker: mqtts://broker.\(centre).example:8883
          username: everyone
          password: \(centre == meddled ? "{secret: node-password}" : "everyone")

        """ + (checksMetadata ? "checks: {metadata: verify}\n" : "")
    }

    private static let centres = [
        "ae-ncm", "ar-smn", "br-inmet", "ca-eccc-msc", "ch-meteoswiss", "cn-cma", "de-dwd", "es-aemet", "fi-fmi",
        "fr-meteofrance", "hk-hko", "ie-meteireann", "in-imd", "it-meteoam", "jp-jma", "ke-meteo", "ma-marocmeteo",
        "my-metmalaysia", "no-met", "sg-mss",
    ]

    private static let secrets = [
        "publisher", "certificate", "hacluster", "emqx-cookie", "emqx-dashboard", "node-password",
    ]

    private static let broker = """
        formatVersion: 1
        centreId: xa-demo-global-broker
        domain: demo.example
        publish: {broker: "mqtts://globalbroker.demo.example:8883", username: globalbroker, password: {secret: publisher}}
        loadBalancer:
          virtualAddress: 192.0.2.100
          certificate: {secret: certificate}
          clusterPassword: {secret: hacluster}
        emqx: {cookie: {secret: emqx-cookie}, dashboardPassword: {secret: emqx-dashboard}}
        rollout: {healthTimeoutSeconds: 120, electionWindowSeconds: 20, nodesAtOnce: 10, maxDeletes: 5, canary: 1}

        """

    private static var hosts: String {
        let lines = fleet.enumerated().map { index, host in
            let interface = host.role == "loadbalancer" ? ", interface: eth0" : ""
            return
                "  \(host.name): {role: \(host.role), address: \(host.address), hostKey: \"\(key(index))\"\(interface)}\n"
        }
        return "hosts:\n" + lines.joined()
    }

    private static let versions = """
        antiloop: demo/antiloop:1.0.0
        emqx: demo/emqx:5.8.6
        redis: demo/redis:7.0.15
        traefik: demo/traefik:3.7.15
        prometheus: demo/prometheus:2.42.0

        """

    /// What looks like a file of age; the demonstration opens it itself.
    private static func sealed(_ name: String) -> String { "age-encryption.org/v1\n(\(name) of the demonstration)\n" }
}
