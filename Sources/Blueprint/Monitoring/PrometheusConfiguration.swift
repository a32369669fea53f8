import BrokerModel

/// `prometheus.yml` (Prometheus documentation, "Configuration").
///
/// It is the same for every broker: who is scraped stands in files beside it,
/// which Prometheus reads again whenever they change (`file_sd_configs`). So a
/// node or host more is no reload.
enum PrometheusConfiguration {
    static let contents = YAMLDocument([
        "global": ["scrape_interval": "30s", "evaluation_interval": "30s"],
        "rule_files": ["rules/isobar.rules.yml"],
        "alerting": ["alertmanagers": [["file_sd_configs": [["files": ["targets/alertmanagers.json"]]]]]],
        "scrape_configs": .sequence(jobs),
    ]).contents

    static let ruleFile = "isobar.rules.yml"

    private static let jobs: [YAMLValue] = [
        // The antiloop says `report_by` itself; without `honor_labels` its word
        // would end up as `exported_report_by`.
        job("nodes", from: "mqtt.json", ["honor_labels": true]),
        // Each instance by itself, the secondary too, and of it no more than
        // what tells whether a node is redundant: what it counts would be
        // counted twice.
        job(
            "instances", from: "targets/instances.json",
            [
                "honor_labels": true,
                "metric_relabel_configs": [
                    ["source_labels": ["__name__"], "regex": "wmo_wis2_gb_connected_flag", "action": "keep"],
                    ["target_label": "__name__", "replacement": "antiloop_instance_connected"],
                ],
            ]),
        job("haproxy", from: "targets/haproxy.json"),
        job("emqx", from: "targets/emqx.json", ["metrics_path": "/api/v5/prometheus/stats"]),
        job("redis", from: "targets/redis.json"),
        job("traefik", from: "targets/traefik.json"),
        job("hosts", from: "targets/hosts.json"),
        job("isobar", from: "targets/isobar.json"),
        job("prometheus", from: "targets/prometheus.json"),
    ]

    private static func job(
        _ name: String, from file: String, _ more: KeyValuePairs<String, YAMLValue> = [:]
    ) -> YAMLValue {
        .mapping(
            [.init(key: "job_name", value: .text(name))] + more.map { .init(key: $0.key, value: $0.value) }
                + [.init(key: "file_sd_configs", value: [["files": [.text(file)]]])])
    }
}
