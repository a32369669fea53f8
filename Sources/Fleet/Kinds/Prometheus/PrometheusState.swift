internal import BrokerModel

/// What Prometheus' own metrics say of its configuration (`/metrics`).
enum PrometheusState {
    /// - Parameter report: nil when Prometheus did not answer.
    static func observation(_ report: PrometheusReport?) -> PrometheusObservation {
        guard let report else { return PrometheusObservation(answers: false) }
        var observation = PrometheusObservation(answers: true)
        var taken: Double?
        for line in report.metrics.split(whereSeparator: \.isNewline) {
            guard let blank = line.lastIndex(of: " "), let value = Double(line[line.index(after: blank)...]) else {
                continue
            }
            let name = line[..<blank]
            switch name {
            case "prometheus_config_last_reload_successful": observation.tookFiles = value == 1
            case "prometheus_config_last_reload_success_timestamp_seconds": taken = value
            default: if let group = group(name) { observation.groups.append(group) }
            }
        }
        observation.groups.sort()
        // Without either time nothing is known to be newer.
        if let taken, let changed = Double(report.changed) { observation.isOutdated = changed > taken }
        return observation
    }

    /// `prometheus_rule_group_rules{rule_group="FILE;GROUP"}`; our groups have
    /// names without marks that would be escaped.
    private static func group(_ name: Substring) -> String? {
        guard name.hasPrefix("prometheus_rule_group_rules{"), name.hasSuffix("\"}"),
            let semicolon = name.lastIndex(of: ";")
        else { return nil }
        return String(name[name.index(after: semicolon)...].dropLast(2))
    }
}
