import BrokerModel
import Testing

@testable import DesiredStateReader

/// What hides behind `{secret: name}` is checked when it is opened.
@Suite("Opened secrets: the exact message, and nothing of the value")
struct SecretRuleTests {
    /// A place that can be a secret, with a value that can and one that cannot
    /// stand there.
    struct Place: Sendable, CustomTestStringConvertible {
        let file: String
        let old: String
        let new: String
        let position: String
        let good: String
        let bad: String
        let message: String

        init(
            _ file: String, _ old: String, _ new: String, at position: String, good: String, bad: String,
            _ message: String
        ) {
            self.file = file
            self.old = old
            self.new = new
            self.position = position
            self.good = good
            self.bad = bad
            self.message = message
        }

        var testDescription: String { message }
    }

    private static let node = "nodes/ca-eccc-msc.yaml"
    private static let line = "1 to 1024 bytes without line breaks and invisible characters"
    private static let url =
        "mqtt://, mqtts://, ws:// or wss://, host and port; a path only with ws and wss, no :443 with wss, "
        + "no user name or password: these have fields of their own"
    private static let filter =
        "one filter: letters, digits and - _ . : between slashes, + as a whole level, # as the whole last one"

    private static let places = [
        Place(
            node, "broker: mqtts://mqtt.example.ca:8883", "broker: {secret: x}", at: "3:11",
            good: "wss://canary.example",
            bad: "mqtts://user:canary@mqtt.example.ca",
            "subscribe.broker: the secret \"x\" does not hold a broker URL\n  hint: \(url)"),
        Place(
            node, "broker: mqtts://mqtt.example.ca:8883", "broker: {secret: x}", at: "3:11", good: "ws://canary/path",
            bad: "mqtts://globalbroker.example.org:8883",
            "subscribe.broker: the secret \"x\" leads to this broker itself: its messages would go in circles"),
        Place(
            node, "username: everyone", "username: {secret: x}", at: "4:13", good: "canary ü", bad: "canary\nEVIL=1",
            "subscribe.username: the secret \"x\" does not hold one line of text\n  hint: \(line)"),
        Place(
            node, "password: everyone", "password: {secret: x}", at: "5:13", good: "c#a'n\"ary", bad: "canary\u{7}",
            "subscribe.password: the secret \"x\" does not hold one line of text\n  hint: \(line)"),
        Place(
            node, #"["origin/a/wis2/ca-eccc-msc/#"]"#, #"["x/#", {secret: x}]"#, at: "6:19", good: "canary/+/#",
            bad: "canary/#,other/#",
            "subscribe.topics[1]: the secret \"x\" does not hold a topic filter\n  hint: \(filter)"),
        Place(
            node, "mqttVersion: 5", "mqttVersion: 5\n  backup: {broker: {secret: x}}", at: "9:20",
            good: "mqtt://canary", bad: "https://canary",
            "subscribe.backup.broker: the secret \"x\" does not hold a broker URL\n  hint: \(url)"),
        Place(
            node, "environment: {TZ: UTC}", "environment: {TZ: {secret: x}}", at: "12:19", good: "Canary/Island",
            bad: "canary\u{200B}",
            "environment.TZ: the secret \"x\" does not hold one line of text\n"
                + "  hint: at most 32768 bytes without line breaks and invisible characters"),
        Place(
            "broker.yaml", "username: globalbroker", "username: {secret: x}", at: "4:70", good: "canary",
            bad: "everyone",
            "publish.username: the secret \"x\" holds the name of one of users: the rights of the user that publishes "
                + "come from publish"),
        Place(
            "broker.yaml", #"["cache/a/wis2/#"]"#, "[{secret: x}]", at: "11:46", good: "cache/canary/#",
            bad: "$share/canary",
            "users.everyone.subscribe[0]: the secret \"x\" does not hold a topic filter\n  hint: \(filter)"),
        Place(
            "broker.yaml", "formatVersion: 1", "formatVersion: 1\nredis: {external: [{secret: x}]}", at: "2:20",
            good: "canary.example:6379", bad: "canary.example",
            "redis.external[0]: the secret \"x\" does not hold host:port\n  hint: such as redis.example.org:6379"),
        Place(
            "broker.yaml", "formatVersion: 1",
            "formatVersion: 1\nmonitoring: {globalMonitors: {secret: x}}\ntraefik: {certificate: {secret: s}}",
            at: "2:30", good: "# canary\nadmin:$2y$05$canary\n", bad: "canary",
            "monitoring.globalMonitors: the secret \"x\" does not hold lines of user:hash\n"
                + "  hint: htpasswd -nB USER prints one"),
    ]

    @Test(arguments: places)
    func message(_ place: Place) throws {
        var fixture = try Fixture().replacing(place.old, with: place.new, in: place.file)
        fixture.files["secrets/x.age"] = Array("age-encryption.org/v1\n".utf8)
        let result = try fixture.read()
        #expect(result.diagnostics.map(\.description) == [])
        let name = try #require(SecretName("x"))
        let rules = result.secretRules
        #expect(rules.diagnostics(about: [name: Secret(place.good)]).map(\.description) == [])
        #expect(rules.diagnostics(about: [name: Secret(place.good + "\n")]).map(\.description) == [])
        let told = rules.diagnostics(about: [name: Secret(place.bad)]).map(\.description)
        #expect(told == ["\(place.file):\(place.position): error: \(place.message)"])
        #expect(!told.joined().contains("canary"))
        #expect(rules.diagnostics(about: [:]).isEmpty, "what nobody opened is not looked at")
    }

    @Test("behind an anchor a mistake is told once")
    func alias() throws {
        var fixture = try Fixture().replacing(
            "username: everyone\n  password: everyone", with: "username: &x {secret: x}\n  password: *x", in: Self.node)
        fixture.files["secrets/x.age"] = Array("age-encryption.org/v1\n".utf8)
        let name = try #require(SecretName("x"))
        let told = try fixture.read().secretRules.diagnostics(about: [name: Secret("")])
        #expect(
            told.map(\.message) == [#"subscribe.username: the secret "x" does not hold one line of text"#])
    }
}
