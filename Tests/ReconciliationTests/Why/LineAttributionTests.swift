import BrokerModel
import DesiredStateReader
import Testing

@testable import Reconciliation

@Suite("The line that gave a property its value")
struct LineAttributionTests {
    private static let node = """
        centreId: ca-eccc-msc
        subscribe:
          broker: mqtts://mqtt.example.ca:8883
          username: everyone
          topics: ["origin/a/wis2/ca-eccc-msc/#"]
        checks: {message: verify, topic: verify, metadata: ignore}
        environment: {TZ: UTC}
        """
    private static let versions = """
        antiloop: golfvert/wis2gb:2.0.6
        redis: redis:7.2.4-alpine3.19
        """
    private static let other = """
        centreId: de-dwd
        image: golfvert/wis2gb:2.0.6
        """
    private static let broker = """
        formatVersion: 1
        antiloop:
          environment: {GDC_URL: "https://gdc.example.org", TZ: Europe/Paris}
        """

    private func attribution() -> LineAttribution {
        func file(_ path: String, _ text: String) -> SourceFile { SourceFile(path: path, bytes: Array(text.utf8)) }
        return LineAttribution(
            [
                file("nodes/de-dwd.yaml", Self.other), file("broker.yaml", Self.broker),
                file("nodes/ca-eccc-msc.yaml", Self.node), file("versions.yaml", Self.versions),
                file("secrets/publisher.age", "x"),
            ], preferred: "nodes/ca-eccc-msc.yaml")
    }

    @Test(
        "The value tells the line, and its keys tell which of several",
        arguments: [
            (
                "environment.MQTT_SUB_BROKER", "mqtts://mqtt.example.ca:8883",
                "nodes/ca-eccc-msc.yaml:3 subscribe.broker"
            ),
            (
                "environment.MQTT_SUB_TOPIC", "origin/a/wis2/ca-eccc-msc/#",
                "nodes/ca-eccc-msc.yaml:5 subscribe.topics[0]"
            ),
            ("environment.TOPIC_CHECK_OPTION", "verify", "nodes/ca-eccc-msc.yaml:6 checks.topic"),
            ("environment.METADATA_CHECK_OPTION", "ignore", "nodes/ca-eccc-msc.yaml:6 checks.metadata"),
            ("environment.TZ", "UTC", "nodes/ca-eccc-msc.yaml:7 environment.TZ"),
            ("environment.GDC_URL", "https://gdc.example.org", "broker.yaml:3 antiloop.environment.GDC_URL"),
            // Another node's override is no reason, though it has the same value.
            ("image", "golfvert/wis2gb:2.0.6", "versions.yaml:1 antiloop"),
        ])
    func lines(property: String, value: String, line: String) throws {
        let found = try #require(attribution().line(of: property, value: value))
        #expect("\(found.position) \(found.path)" == line)
    }

    @Test(
        "What no line has, is secret, or is short and called otherwise, has none",
        arguments: [
            ("image", "golfvert/wis2gb:9"), ("environment.MQTT_SUB_PASSWORD", "(secret)"), ("restartPolicy", "UTC"),
            ("image", ""),
        ])
    func none(property: String, value: String) {
        #expect(attribution().line(of: property, value: value) == nil)
    }

    @Test(
        "Words of a name",
        arguments: [
            ("environment.MQTT_SUB_BROKER", ["environment", "mqtt", "sub", "broker"]),
            ("mqttVersion", ["mqtt", "version"]), ("mounts./etc/traefik", ["mounts", "etc", "traefik"]), ("", []),
        ])
    func words(name: String, words: [String]) {
        #expect(LineAttribution.words(name) == words)
    }
}
