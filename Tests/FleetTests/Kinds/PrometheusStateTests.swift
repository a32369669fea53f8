import BrokerModel
import Testing

@testable import Fleet

@Suite("State of Prometheus")
struct PrometheusStateTests {
    private func state(_ metrics: String, changed: String = "1732198841.5") -> PrometheusObservation {
        PrometheusState.observation(PrometheusReport(changed: changed, metrics: metrics))
    }

    private static let well = """
        prometheus_config_last_reload_success_timestamp_seconds 1.7321988420000002e+09
        prometheus_config_last_reload_successful 1
        prometheus_rule_group_rules{rule_group="/etc/prometheus/rules/isobar.rules.yml;isobar-redis"} 2
        prometheus_rule_group_rules{rule_group="/etc/prometheus/rules/isobar.rules.yml;isobar-hosts"} 4
        """

    @Test func itTookItsFiles() {
        #expect(
            state(Self.well)
                == PrometheusObservation(answers: true, tookFiles: true, groups: ["isobar-hosts", "isobar-redis"]))
    }

    @Test func filesCameSince() {
        #expect(state(Self.well, changed: "1732198842.1").isOutdated)
        #expect(!state(Self.well, changed: "").isOutdated)
    }

    @Test func itRefusedThem() {
        #expect(!state(Self.well.replacing("successful 1", with: "successful 0")).tookFiles)
    }

    @Test(arguments: ["", "\n", "x", "prometheus_rule_group_rules{ 1", "prometheus_config_last_reload_successful one"])
    func whatIsNoMetricTellsNothing(text: String) {
        #expect(state(text) == PrometheusObservation(answers: true))
    }

    @Test func noAnswer() {
        #expect(PrometheusState.observation(nil) == PrometheusObservation(answers: false))
    }
}
