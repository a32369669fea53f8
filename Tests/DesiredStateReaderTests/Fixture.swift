import BrokerModel
import DesiredStateReader
import Foundation

/// A small desired state without fault, to be broken in one place.
struct Fixture {
    var files: [String: [UInt8]]

    static let today = CalendarDate(year: 2026, month: 11, day: 21)

    init() {
        files = [
            "broker.yaml": Array(Self.broker.utf8),
            "hosts.yaml": Array(Self.hosts.utf8),
            "versions.yaml": Array(Self.versions.utf8),
            "nodes/ca-eccc-msc.yaml": Array(Self.node.utf8),
            "secrets/s.age": Array("age-encryption.org/v1\n-> X25519 …".utf8),
            "secrets/recipients.txt": Array("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z\n".utf8),
        ]
    }

    /// - Parameter refused: paths of what the directory holds beside the files.
    func read(refused: [String] = []) throws -> ReadResult {
        guard let today = Self.today else { throw CancellationError() }
        let sources = files.map { SourceFile(path: $0.key, bytes: $0.value, blob: "0a") }
        return DesiredState.read(
            sources.shuffled(),
            refused: refused.map {
                Diagnostic(.error, at: SourcePosition(file: $0, line: 1), "is a symbolic link")
            },
            today: today)
    }

    /// The fixture with one text of one file replaced by another; an empty
    /// `old` appends.
    func replacing(_ old: String, with new: String, in file: String) throws -> Fixture {
        var copy = self
        let text = String(decoding: files[file] ?? [], as: UTF8.self)
        guard old.isEmpty || text.contains(old) else { throw NotThere(text: old, file: file) }
        let changed = old.isEmpty ? text + new : text.replacingOccurrences(of: old, with: new)
        copy.files[file] = Array(changed.utf8)
        return copy
    }

    struct NotThere: Error {
        let text: String
        let file: String
    }

    static let broker = """
        formatVersion: 1
        centreId: xa-test-global-broker
        domain: example.org
        publish: {broker: "mqtts://globalbroker.example.org:8883", username: globalbroker, password: {secret: s}}
        loadBalancer:
          virtualAddress: 192.168.0.100
          certificate: {secret: s}
          clusterPassword: {secret: s}
        emqx: {cookie: {secret: s}, dashboardPassword: {secret: s}}
        users:
          everyone: {password: everyone, subscribe: ["cache/a/wis2/#"]}

        """

    static let hosts = """
        ssh: {user: ansadm, port: 22, transport: auto}
        hosts:
          wbroker01: {role: broker, address: 192.168.0.1, hostKey: "\(key(1))"}
          wbroker02: {role: broker, address: 192.168.0.2, hostKey: "\(key(2))"}
          wbroker03: {role: broker, address: 192.168.0.3, hostKey: "\(key(3))"}
          waloop01: {role: antiloop, address: 192.168.0.4, hostKey: "\(key(4))"}
          waloop02: {role: antiloop, address: 192.168.0.5, hostKey: "\(key(5))"}
          waloop03: {role: antiloop, address: 192.168.0.6, hostKey: "\(key(6))"}
          wlb01: {role: loadbalancer, address: 192.168.0.7, hostKey: "\(key(7))", interface: ens3}
          wlb02: {role: loadbalancer, address: 192.168.0.8, hostKey: "\(key(8))", interface: ens3}
          wmanage: {role: manage, address: 192.168.0.9, hostKey: "\(key(9))"}

        """

    static let versions = """
        antiloop: golfvert/wis2gb:2.0.6
        emqx: emqx:5.8.6
        redis: redis:7.2.4-alpine3.19
        traefik: traefik:v3.5.0
        prometheus: prom/prometheus:v2.50.0

        """

    static let node = """
        centreId: ca-eccc-msc
        subscribe:
          broker: mqtts://mqtt.example.ca:8883
          username: everyone
          password: everyone
          topics: ["origin/a/wis2/ca-eccc-msc/#"]
          verifyCertificate: true
          mqttVersion: 5
        checks: {message: verify, topic: verify, metadata: ignore}
        enabled: true
        image: golfvert/wis2gb:2.0.7
        environment: {TZ: UTC}
        placement: {hosts: [waloop01, waloop03]}
        expires: 2026-12-31

        """

    /// A well-formed ed25519 key, another for each number.
    static func key(_ number: UInt8) -> String {
        let type = Array("ssh-ed25519".utf8)
        let blob = [0, 0, 0, UInt8(type.count)] + type + [0, 0, 0, 32] + Array(repeating: number, count: 32)
        return "ssh-ed25519 " + Data(blob).base64EncodedString()
    }
}
