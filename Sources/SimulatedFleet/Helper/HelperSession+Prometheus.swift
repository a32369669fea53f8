import BrokerModel

/// Prometheus, as its own metrics tell of it.
extension HelperSession {
    /// When it last took its files; nil when it does not run.
    private var tookFilesAt: Duration? {
        guard let container = host.containers["prometheus"], container.isRunning else { return nil }
        return max(container.startedAt ?? .zero, host.prometheusReloadedAt ?? .zero)
    }

    private var prometheusFiles: [String: SimulatedFile] {
        host.files.filter { $0.key.hasPrefix(home + "/prometheus/") && $0.key.hasSuffix(".yml") }
    }

    mutating func showPrometheus() {
        guard let took = tookFilesAt else { return write("#prometheus", "silent", "", "") }
        let files = prometheusFiles
        let changed = files.values.map(\.changedAt).max() ?? .zero
        let groups = files.values.flatMap { $0.text.split(separator: "\n") }.filter { $0.hasPrefix("  - name: ") }
        let lines =
            [
                "prometheus_config_last_reload_successful 1",
                "prometheus_config_last_reload_success_timestamp_seconds \(took.seconds)",
            ] + groups.map { "prometheus_rule_group_rules{rule_group=\"isobar;\($0.dropFirst(10))\"} 1" }
        write("#prometheus", "answers", String(changed.seconds), lines.sorted().joined(separator: "\n"))
    }

    mutating func reloadPrometheus() throws {
        guard try reader.want("action") == "reload" else {
            throw Finish(outcome: "malformed", message: "there is no such prometheus action")
        }
        try needLease()
        guard isManaged("file", "\(home)/prometheus/prometheus.yml") else {
            throw Refusal("refused", "/var/lib/isobar/managed.json does not list the configuration of Prometheus")
        }
        guard let took = tookFilesAt else { throw Refusal("failed", "it does not answer") }
        // One that has just started with its files is not asked again.
        guard prometheusFiles.values.contains(where: { $0.changedAt > took }) else { return }
        host.prometheusReloadedAt = now
        note(Effect(.load, "prometheus/configuration", on: host.name))
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
