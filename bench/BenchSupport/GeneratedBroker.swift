public import BrokerModel
import Foundation

/// A desired state of any size: the broker, versions and secrets of a real
/// directory, with as many hosts and nodes as asked for.
public struct GeneratedBroker: Sendable {
    public let files: [SourceFile]

    /// - Parameters:
    ///   - directory: a desired state to take all but hosts and nodes from.
    ///   - hosts: at least 7: three brokers, two load balancers, one for
    ///     management; the others are antiloop hosts.
    public init(from directory: String, nodes: Int, hosts: Int) throws {
        var files: [SourceFile] = []
        let secrets = try FileManager.default.contentsOfDirectory(atPath: directory + "/secrets").map { "secrets/" + $0 }
        for path in ["broker.yaml", "versions.yaml"] + secrets {
            let data = try Data(contentsOf: URL(fileURLWithPath: directory + "/" + path))
            files.append(SourceFile(path: path, bytes: Array(data)))
        }
        files.append(SourceFile(path: "hosts.yaml", bytes: Array(Self.hosts(hosts).utf8)))
        for node in 1...nodes {
            let centre = "xx-centre-\(node)"
            files.append(SourceFile(path: "nodes/\(centre).yaml", bytes: Array(Self.node(centre).utf8)))
        }
        self.files = files
    }

    private static func hosts(_ count: Int) -> String {
        let roles =
            Array(repeating: "broker", count: 3) + Array(repeating: "loadbalancer", count: 2) + ["manage"]
            + Array(repeating: "antiloop", count: max(1, count - 6))
        var text = "ssh: {user: ansadm}\nhosts:\n"
        for (index, role) in roles.enumerated() {
            let number = index + 1
            // Base64 of a public key's frame, then a number in place of the key.
            let digits = String(10_000 + number).dropFirst()
            let key = "AAAAC3NzaC1lZDI1NTE5AAAAI" + String(repeating: "A", count: 39) + digits
            let interface = role == "loadbalancer" ? ", interface: eth0" : ""
            text += "  host\(digits): {role: \(role), address: 10.0.\(number / 250).\(number % 250 + 1), "
            text += "hostKey: \"ssh-ed25519 \(key)\"\(interface)}\n"
        }
        return text
    }

    /// As most of those of `desired-state/nodes` are.
    private static func node(_ centre: String) -> String {
        """
        centreId: \(centre)
        kind: node
        subscribe:
          broker: mqtts://mqtt.\(centre).example:8883
          username: everyone
          password: {secret: node-password}
          mqttVersion: 5
        checks: {message: verify, topic: verify, metadata: ignore}
        environment: {TZ: UTC}

        """
    }

    /// Values that their places can hold, for every secret of the state.
    public static func secrets(of desired: DesiredState) -> [SecretName: Secret] {
        let pem = """
            -----BEGIN CERTIFICATE-----
            Y2VydGlmaWNhdGU=
            -----END CERTIFICATE-----
            -----BEGIN PRIVATE KEY-----
            a2V5
            -----END PRIVATE KEY-----

            """
        return desired.secrets.keys.reduce(into: [:]) { secrets, name in
            if name.text.contains("certificate") {
                secrets[name] = Secret(pem)
            } else if name.text.hasSuffix("users") {
                secrets[name] = Secret("someone:$apr1$abcdefgh$0123456789abcdefghijkl")
            } else {
                // A word, as the cookie of EMQX has to be.
                secrets[name] = Secret("value-of-\(name.text)")
            }
        }
    }
}
