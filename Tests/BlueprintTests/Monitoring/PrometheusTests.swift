import AlertRules
import BrokerModel
import Foundation
import Testing

@testable import Blueprint

/// What is written for Prometheus, before the real promtool.
@Suite struct PrometheusTests {
    private static let home = "wmanage:/home/gb/prometheus/"

    /// The files of the host, laid out as on it.
    private func lay(_ resources: [Resource], in directory: URL) throws {
        for (key, file) in files(resources) where key.hasPrefix(Self.home) {
            let place = directory.appending(path: String(key.dropFirst(Self.home.count)))
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try file.contents.withRevealed { try Data($0.utf8).write(to: place) }
        }
    }

    @Test func promtoolTakesAllOfIt() async throws {
        let resources = try SampleBroker.small().resources()
        try await withTemporaryDirectory { directory in
            try lay(resources, in: directory)
            for arguments in [["prometheus.yml"], ["--syntax-only", "prometheus.yml"]] {
                let verdict = try Promtool.run(["check", "config"] + arguments, in: directory)
                #expect(verdict.status == 0, "\(verdict.output)")
            }
            // It does read the lists of targets: a broken one is noticed.
            try Data("[{".utf8).write(to: directory.appending(path: "targets/hosts.json"))
            #expect(try Promtool.run("check", "config", "prometheus.yml", in: directory).status != 0)
        }
    }

    /// A node or host more is no other configuration, so no reload.
    @Test func theConfigurationIsTheSameForEveryBroker() throws {
        let (small, twenty) = (try SampleBroker.small().resources(), try SampleBroker.twenty().resources())
        for name in ["prometheus.yml", "rules/isobar.rules.yml"] {
            #expect(try text(Self.home + name, in: small) == text(Self.home + name, in: twenty))
        }
        let configuration = try text(Self.home + "prometheus.yml", in: small)
        let named = try configuration.matches(of: Regex("\"([a-z/]+[.]json)\"")).map { match in
            String(try #require(match.output[1].substring))
        }
        let written = files(small).keys.filter { $0.hasPrefix(Self.home) && $0.hasSuffix(".json") }
        #expect(Set(written) == Set(named.map { Self.home + $0 }))
    }

    @Test func whoIsScraped() throws {
        var broker = try SampleBroker.small()
        #expect(try targets("hosts", broker).count == 9)
        #expect(try targets("redis", broker).contains("192.168.0.1:9121"))
        #expect(try targets("instances", broker).count == 4)
        #expect(try targets("isobar", broker) == ["192.168.0.9:8420"])
        #expect(try targets("alertmanagers", broker) == ["alerts.example.org:9093", "[2001:db8::7]:9093"])

        broker.desired.broker.redis = .external([.literal("192.0.2.1:6379")])
        broker.desired.broker.loadBalancer = .external
        broker.desired.broker.monitoring = MonitoringSettings(
            hostExporter: .nobody, grafanaPassword: broker.desired.broker.monitoring.grafanaPassword)
        for name in ["hosts", "redis", "haproxy", "isobar", "alertmanagers"] {
            #expect(try targets(name, broker) == [], "\(name)")
        }
        broker.desired.broker.monitoring.hostExporter = .package
        #expect(try targets("hosts", broker).count == 7, "nothing is installed on balancers that are not ours")
        broker.desired.broker.monitoring.hostExporter = .external
        #expect(try targets("hosts", broker).count == 9)
    }

    /// A place that is a secret makes the list of targets one.
    @Test func aSecretTargetIsNotPrinted() throws {
        var broker = try SampleBroker.small()
        let name = try SampleBroker.name("where")
        broker.secrets[name] = Secret("alerts.example.org:9093\n")
        broker.desired.broker.monitoring.alertmanagers = [.secret(name)]
        let file = try #require(files(try broker.resources())[Self.home + "targets/alertmanagers.json"])
        #expect(file.contents.redacted == Secret.placeholder && file.ownership.mode == 0o640)
        #expect(try targets("alertmanagers", broker) == ["alerts.example.org:9093"])
    }

    /// Only files that a reload is needed for make one.
    @Test func whatTheReloadComesAfter() throws {
        let resources = try SampleBroker.small().resources()
        let process = try #require(resources.first { $0.address.description == "wmanage/prometheus/configuration" })
        #expect(
            process.dependencies.filter { $0.kind == FileSpecification.kind }.map(\.name) == [
                "home/gb/prometheus/rules/isobar.rules.yml", "home/gb/prometheus/prometheus.yml",
            ])
        #expect((process.specification as? PrometheusSpecification)?.groups == RuleFile.isobar.groups.sorted())
        #expect(RuleFile.isobar.groups.count == 7)
    }

    private func targets(_ name: String, _ broker: SampleBroker) throws -> [String] {
        struct Group: Decodable {
            var targets: [String]
        }
        let text = try text(Self.home + "targets/\(name).json", in: broker.resources())
        return try JSONDecoder().decode([Group].self, from: Data(text.utf8)).flatMap(\.targets)
    }
}
