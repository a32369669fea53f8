import BrokerModel
import Foundation
import TestSupport
import Testing
import Yams

@testable import Blueprint

/// Hostile texts in every string of the desired state: each is refused, or it
/// stands in the files as nothing but a value.
@Suite struct InjectionTests {
    /// A string field, and how a text gets there.
    struct Field: CustomTestStringConvertible, Sendable {
        let name: String
        let set: @Sendable (inout SampleBroker, String) throws -> Void

        init(_ name: String, _ set: @escaping @Sendable (inout SampleBroker, String) throws -> Void) {
            self.name = name
            self.set = set
        }

        var testDescription: String { name }
    }

    static let fields: [Field] = [
        Field("domain") { $0.desired.broker.domain = $1 },
        Field("containerUser.name") { $0.desired.broker.containerUser.name = $1 },
        Field("publish.broker") { $0.desired.broker.publish.broker = .literal($1) },
        Field("publish.username") { $0.desired.broker.publish.username = .literal($1) },
        Field("publish.password") { $0.desired.broker.publish.password = .literal($1) },
        Field("antiloop.environment value") { $0.desired.broker.antiloop.environment["X"] = .literal($1) },
        Field("antiloop.environment name") { $0.desired.broker.antiloop.environment[$1] = .literal("x") },
        Field("loadBalancer.virtualAddress") { broker, text in
            try broker.changeBalancer { $0.virtualAddress = text }
        },
        Field("loadBalancer.certificate") { broker, text in
            try broker.changeBalancer { $0.certificate = .literal(text) }
        },
        Field("loadBalancer.dashboardAllowedFrom") { broker, text in
            try broker.changeBalancer { $0.dashboardAllowedFrom = [text] }
        },
        Field("emqx.cookie") { $0.desired.broker.emqx.cookie = .literal($1) },
        Field("emqx.dashboardPassword") { $0.desired.broker.emqx.dashboardPassword = .literal($1) },
        Field("emqx.license") { $0.desired.broker.emqx.license = .literal($1) },
        Field("users password") { $0.desired.broker.users["everyone"]?.password = .literal($1) },
        Field("users subscribe") { $0.desired.broker.users["everyone"]?.subscribe = [.literal($1)] },
        Field("redis.external") { $0.desired.broker.redis = .external([.literal($1)]) },
        Field("redis.external host") { $0.desired.broker.redis = .external([.literal($1 + ":6379")]) },
        Field("traefik.allowedClients") { $0.desired.broker.traefik.allowedClients = [$1] },
        Field("traefik.adminUsers") { $0.desired.broker.traefik.adminUsers = .literal($1) },
        Field("traefik.adminUsers hash") { $0.desired.broker.traefik.adminUsers = .literal("admin:" + $1) },
        Field("traefik.certificate") { $0.desired.broker.traefik.certificate = .literal($1) },
        Field("monitoring.globalMonitors") { $0.desired.broker.monitoring.globalMonitors = .literal($1) },
        Field("monitoring.globalMonitors hash") {
            $0.desired.broker.monitoring.globalMonitors = .literal("monitor:" + $1)
        },
        Field("monitoring.alertmanagers") { $0.desired.broker.monitoring.alertmanagers = [.literal($1)] },
        Field("monitoring.alertmanagers host") {
            $0.desired.broker.monitoring.alertmanagers = [.literal($1 + ":9093")]
        },
        Field("monitoring.isobar") { $0.desired.broker.monitoring.isobar = .literal($1 + ":8420") },
        Field("monitoring.grafana.adminPassword") { $0.desired.broker.monitoring.grafanaPassword = .literal($1) },
        Field("portainer.agentSecret") { $0.desired.broker.portainer?.agentSecret = .literal($1) },
        Field("portainer.adminPassword") { $0.desired.broker.portainer?.adminPassword = .literal($1) },
        Field("host address") { broker, text in
            for index in broker.desired.hosts.indices { broker.desired.hosts[index].address = text }
        },
        Field("packages.source") { broker, text in
            broker.desired.broker.packageSource = PackageSource(
                url: text, suite: "./", components: [], signingKey: "key")
        },
        Field("packages.signingKey") { broker, text in
            broker.desired.broker.packageSource = PackageSource(
                url: "http://192.0.2.60", suite: "./", components: [], signingKey: text)
        },
        Field("subscribe.broker") { $0.desired.nodes[1].subscription.broker = .literal($1) },
        Field("subscribe.username") { $0.desired.nodes[1].subscription.username = .literal($1) },
        Field("subscribe.password") { $0.desired.nodes[1].subscription.password = .literal($1) },
        Field("subscribe.topics") { $0.desired.nodes[1].subscription.topics = [.literal($1)] },
        Field("subscribe.backup.broker") {
            $0.desired.nodes[1].subscription.backup = BackupBroker(broker: .literal($1))
        },
        Field("subscribe.backup.username") {
            $0.desired.nodes[1].subscription.backup = BackupBroker(broker: .literal("x"), username: .literal($1))
        },
        Field("subscribe.backup.password") {
            $0.desired.nodes[1].subscription.backup = BackupBroker(broker: .literal("x"), password: .literal($1))
        },
        Field("environment value") { $0.desired.nodes[1].environment = ["X": .literal($1)] },
        Field("environment name") { $0.desired.nodes[1].environment = [$1: .literal("x")] },
        Field("secret publisher") { $0.secrets[try SampleBroker.name("publisher")] = Secret($1) },
        Field("secret node-password") { $0.secrets[try SampleBroker.name("node-password")] = Secret($1) },
        Field("secret traefik-users") { $0.secrets[try SampleBroker.name("traefik-users")] = Secret("a:" + $1) },
        Field("secret monitor-users") { $0.secrets[try SampleBroker.name("monitor-users")] = Secret("a:" + $1) },
        Field("secret portainer-admin") { $0.secrets[try SampleBroker.name("portainer-admin")] = Secret($1) },
        Field("secret certificate") {
            $0.secrets[try SampleBroker.name("certificate")] = Secret(SampleBroker.pem + $1)
        },
    ]

    @Test(arguments: fields)
    func aValueStaysAValue(field: Field) throws {
        let untouched = files(try SampleBroker.small().resources())
        for text in HostileTexts.all {
            var broker = try SampleBroker.small()
            try field.set(&broker, text)
            let resources: [Resource]
            do {
                resources = try broker.resources()
            } catch let failure as Failure {
                // A refusal names the place on lines of its own, not the text.
                for line in failure.response.split(separator: "\n") {
                    #expect(line.contains(": error: ") || line.hasPrefix("  hint: "), "\(line)")
                }
                continue
            }
            for (path, file) in files(resources) where file.contents != untouched[path]?.contents {
                let note: Comment = "\(field.name) = \(text.debugDescription) in \(path)"
                try file.contents.withRevealed { try check($0, of: path, note) }
            }
            for case let file as FileSpecification in resources.map(\.specification) {
                #expect(["gb", "root", "a", "x", "yes", "null"].contains(file.ownership.owner), "\(file.path)")
            }
            for case let container as ContainerSpecification in resources.map(\.specification) {
                try check(container, text)
            }
        }
    }

    /// The structure of a file, which no value may change.
    private func check(_ contents: String, of path: String, _ note: Comment) throws {
        if path.hasSuffix(".env") {
            let names = Set(try ComposeEnvironment(contents).values.keys)
            #expect(!names.contains("EVIL"), note)
            #expect(contents.split(whereSeparator: \.isNewline).count == names.count + 1, note)
        } else if path.hasSuffix(".yml") {
            let root = try #require(try Yams.compose(yaml: contents), note)
            let known: Set = [
                "services", "networks", "http", "tls", "global", "api", "ping", "entryPoints", "providers", "log",
                "metrics",
            ]
            #expect(root.mapping?.keys.allSatisfy { known.contains($0.string ?? "") } == true, note)
            #expect(!contents.contains("{{"), note)
            for line in contents.split(separator: "\n") where line.contains("rule: ") {
                #expect(!line.contains("0.0.0.0/0") && !line.contains("Host("), note)
            }
        } else if path.hasSuffix(".json") {
            #expect(try JSONSerialization.jsonObject(with: Data(contents.utf8)) is [Any], note)
        } else if path.hasSuffix("haproxy.cfg") {
            #expect(contents.split(separator: "\n").count == 63, note)
            #expect(!contents.contains("evil") && !contents.contains("passwd"), note)
        }
    }

    private func check(_ container: ContainerSpecification, _ text: String) throws {
        for (name, value) in container.environment {
            let isName = name.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
            #expect(isName, "\(name) in \(container.name)")
            value.withRevealed { #expect(!$0.utf8.contains { $0 < 0x20 }, "\(name) in \(container.name)") }
        }
        for value in container.labels.values { #expect(!value.utf8.contains { $0 < 0x20 }) }
    }
}

extension SampleBroker {
    fileprivate mutating func changeBalancer(_ change: (inout LoadBalancerSettings) -> Void) throws {
        var settings = try unwrap(desired.broker.loadBalancer.settings)
        change(&settings)
        desired.broker.loadBalancer = .managed(settings)
    }
}
