extension BadInput {
    static let monitoring: [BadInput] = [
        BadInput(
            "Grafana without a password",
            .replace(
                "prom/prometheus:v2.50.0", with: "prom/prometheus:v2.50.0\ngrafana: grafana/grafana-oss:11.2.0",
                in: "versions.yaml"),
            "versions.yaml:6:10: warning: grafana: is not deployed: its administrator would have the password everybody "
                + "knows",
            "  hint: add to broker.yaml: monitoring: {grafana: {adminPassword: {secret: name}}}"),
        BadInput(
            "a Portainer agent without a secret",
            .replace(
                "prom/prometheus:v2.50.0", with: "prom/prometheus:v2.50.0\nportainerAgent: portainer/agent:2.19.4",
                in: "versions.yaml"),
            "versions.yaml:6:17: warning: portainerAgent: is not deployed: server and agents have no secret to know each "
                + "other by",
            "  hint: add to broker.yaml: portainer: {agentSecret: {secret: name}, adminPassword: {secret: name}}"),
        BadInput(
            "an exporter of another kind",
            .replace(
                "formatVersion: 1", with: "formatVersion: 1\nmonitoring: {hostExporter: extern}",
                in: "broker.yaml"),
            #"broker.yaml:2:28: error: monitoring.hostExporter: "extern" is not one of package, external, none"#,
            #"  hint: did you mean "external"?"#),
        BadInput(
            "an Alertmanager without a port",
            .replace(
                "formatVersion: 1", with: "formatVersion: 1\nmonitoring: {alertmanagers: [alerts]}",
                in: "broker.yaml"),
            #"broker.yaml:2:30: error: monitoring.alertmanagers[0]: "alerts" names no port"#,
            #"  hint: write "alerts:PORT""#),
    ]
}
