import BrokerModel
import DockerEngine
import Execution
import SSH
import Testing

@testable import Fleet

/// Prometheus' files, judged by the promtool of its image, and loaded by it.
@Suite("Prometheus on a lab host", .serialized)
struct LabPrometheusTests {
    private static let rules = """
        groups:
          - name: good
            rules: [{alert: Down, expr: up == 0}]

        """
    private static let configuration = "rule_files: [rules/*.yml]\n"

    @Test func whatPromtoolOrPrometheusRefusesNeverStays() async throws {
        try await LabPrometheus.with { prometheus in
            let rules = try prometheus.file("rules/isobar.rules.yml", Self.rules, .prometheusRules)
            let configuration = try prometheus.file("prometheus.yml", Self.configuration, .prometheusConfiguration)
            try await prometheus.make([rules, configuration])
            #expect(try await prometheus.carryOut([prometheus.reload("good")]) == [:])

            // Refused by promtool: nothing was written.
            for (file, text) in [
                ("rules/isobar.rules.yml", "groups: [{name: bad, rules: [{alert: A, expr: 'up =='}]}]\n"),
                ("rules/isobar.rules.yml", "groups: [\n"), ("prometheus.yml", "scrape_config: []\n"),
            ] {
                let check: FileCheck = file == "prometheus.yml" ? .prometheusConfiguration : .prometheusRules
                let bad = try prometheus.file(file, text, check)
                let seen = try await prometheus.observation(of: bad)
                let failure = try await prometheus.carryOut([Steps.put(bad, over: seen)])[bad.address]
                #expect(failure?.code == .validationRefused, "\(String(describing: failure))")
            }
            #expect(try await prometheus.shell("cat /home/gb/prometheus/rules/*.yml") == Self.rules)
            #expect(try await prometheus.shell("ls -A /run/isobar | grep -c check || :") == "0\n")

            // Taken by promtool, and refused by Prometheus for what somebody else put beside it.
            try await prometheus.shell("echo 'groups: [' >/home/gb/prometheus/rules/hand.yml")
            let next = try prometheus.file(
                "prometheus.yml", Self.configuration + "global: {scrape_interval: 7s}\n", .prometheusConfiguration)
            let seen = try await prometheus.observation(of: next)
            let reload = try prometheus.reload("good")
            let failures = try await prometheus.carryOut([Steps.put(next, over: seen), reload])
            #expect(failures[reload.resource]?.code == .rolledBack, "\(failures)")
            #expect(try await prometheus.shell("cat /home/gb/prometheus/prometheus.yml") == Self.configuration)
            let state = try await prometheus.observation(of: prometheus.process("good")) as? PrometheusObservation
            #expect(state?.answers == true && state?.groups == ["good"])

            // Without what is in the way it goes on, and says so.
            try await prometheus.shell("rm /home/gb/prometheus/rules/hand.yml")
            #expect(try await prometheus.carryOut([prometheus.reload("good")]) == [:])
            // Newer files than it has taken are seen.
            try await prometheus.shell("touch /home/gb/prometheus/prometheus.yml")
            let touched = try await prometheus.observation(of: prometheus.process("good")) as? PrometheusObservation
            #expect(touched?.isOutdated == true && touched?.tookFiles == true)
            let missing = try await prometheus.carryOut([prometheus.reload("good", "other")]).values.first
            #expect(missing?.code == .healthGateFailed && missing?.response.contains("other") == true)
        }
    }
}
