import BrokerModel

extension Documents {
    /// Whether what watches the broker has the secrets it needs.
    func checkMonitoring(findings: inout Findings) {
        guard let broker, let versions else { return }
        if versions.value.grafana != nil, broker.value.monitoring.grafanaPassword == nil {
            findings.error(
                "grafana: its administrator has no password", at: versions.yaml.position("grafana"),
                hint: "add to broker.yaml: monitoring: {grafana: {adminPassword: {secret: name}}}")
        }
        let deployed = ["portainer": versions.value.portainer, "portainerAgent": versions.value.portainerAgent]
        if broker.value.portainer == nil, let first = deployed.filter({ $0.value != nil }).keys.min() {
            findings.error(
                "\(first): server and agents have no secret to know each other by", at: versions.yaml.position(first),
                hint: "add to broker.yaml: portainer: {agentSecret: {secret: name}, adminPassword: {secret: name}}")
        }
        if broker.value.monitoring.globalMonitors != nil, broker.value.traefik.certificate == nil {
            findings.warning(
                "monitoring.globalMonitors: without traefik.certificate the management host shows a certificate "
                    + "that Traefik made itself, and no monitor can tell whom it gives its password to",
                at: broker.yaml.position("monitoring", "globalMonitors"),
                hint: "set traefik.certificate")
        }
    }
}
