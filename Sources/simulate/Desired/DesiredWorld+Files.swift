import BrokerModel
import GitRepository

extension DesiredWorld {
    /// The files of the commit, by path.
    var files: [String: String] {
        var files = [
            "broker.yaml": broker, "hosts.yaml": hostsFile,
            "versions.yaml": versions.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }.joined(),
        ]
        for (centre, node) in nodes { files["nodes/\(centre).yaml"] = text(of: node, centre) }
        files["secrets/recipients.txt"] = Self.key(99) + "\n"
        let secrets = hasBalancers ? Self.secretNames + Self.balancerSecrets : Self.secretNames
        for secret in secrets {
            // A cluster cannot be given another cookie one member at a time.
            let version = secret == "cookie" ? "one" : password
            files["secrets/\(secret).age"] = "age-encryption.org/v1\n\(secret) \(version)\n"
        }
        return files
    }

    private static let secretNames = ["publisher", "cookie", "dashboard", "node", "everyone"]
    private static let balancerSecrets = ["certificate", "cluster"]

    private var hasBalancers: Bool { !hosts("loadbalancer").isEmpty }

    private var broker: String {
        let balancer =
            hasBalancers
            ? """
            loadBalancer:
              virtualAddress: 192.0.2.100
              certificate: {secret: certificate}
              clusterPassword: {secret: cluster}
            """ : "loadBalancer: external"
        return """
            formatVersion: 1
            centreId: xa-simulated-global-broker
            domain: simulated.example
            publish: {broker: "mqtts://192.0.2.100:8883", username: globalbroker, password: {secret: publisher}}
            antiloop: {replicas: 2, environment: {GDC_URL: "\(metadata)"}}
            emqx: {cookie: {secret: cookie}, dashboardPassword: {secret: dashboard}}
            users: {\(users)}
            \(hasRedis ? "" : #"redis: {external: ["192.0.2.200:6379"]}"#)
            \(balancer)
            images: {distribution: \(isPushed ? "push" : "pull")}
            rollout: {healthTimeoutSeconds: 60, electionWindowSeconds: \(Self.electionWindow.components.seconds), nodesAtOnce: \(nodesAtOnce), maxDeletes: \(maxDeletes), canary: 1}

            """
    }

    private var users: String {
        listeners.sorted { $0.key < $1.key }.map { name, topic in
            "\(name): {password: {secret: everyone}, subscribe: [\"\(topic)\"]}"
        }.joined(separator: ", ")
    }

    private var hostsFile: String {
        let lines = roles.sorted { $0.key < $1.key }.enumerated().map { index, host in
            let interface = host.value == "loadbalancer" ? ", interface: eth0" : ""
            return
                "  \(host.key): {role: \(host.value), address: \(addresses[host.key] ?? ""), hostKey: \"\(Self.key(index))\"\(interface)}\n"
        }
        return "hosts:\n" + lines.joined()
    }

    private func text(of node: Node, _ centre: String) -> String {
        var text = """
            centreId: \(centre)
            kind: node
            subscribe:
              broker: mqtt://192.0.2.9:1883
              username: everyone
              password: \(node.hasSecret ? "{secret: node}" : "everyone")
              topics: ["origin/a/wis2/\(centre)/\(node.topicSuffix)"]

            """
        if let image = node.image { text += "image: \(image)\n" }
        if !node.isEnabled { text += "enabled: false\n" }
        if let pinned = node.pinned { text += "placement: {hosts: [\(pinned.joined(separator: ", "))]}\n" }
        if isInvalid { text += "colour: green\n" }
        return text
    }

    /// Keys of the lab's hosts; nobody opens a simulated host with them.
    private static func key(_ index: Int) -> String {
        var bytes: [UInt8] = [0, 0, 0, 11] + Array("ssh-ed25519".utf8) + [0, 0, 0, 32]
        bytes += [UInt8](repeating: UInt8(index + 1), count: 32)
        return "ssh-ed25519 " + Base64.text(bytes)
    }
}
