import BrokerModel

extension Documents {
    /// Whether what watches the broker has the secrets it needs. Without them it
    /// is not deployed (`Versions.deployable(for:)`), and that is a warning: it is
    /// optional, and the broker stands without it.
    func checkMonitoring(findings: inout Findings) {
        guard let broker, let versions else { return }
        if versions.value.grafana != nil, broker.value.monitoring.grafanaPassword == nil {
            findings.warning(
                "grafana: is not deployed: its administrator would have the password everybody knows",
                at: versions.yaml.position("grafana"),
                hint: "add to broker.yaml: monitoring: {grafana: {adminPassword: {secret: name}}}")
        }
        let named = [("portainer", versions.value.portainer), ("portainerAgent", versions.value.portainerAgent)]
        for (key, image) in named where image != nil && broker.value.portainer == nil {
            findings.warning(
                "\(key): is not deployed: server and agents have no secret to know each other by",
                at: versions.yaml.position(key),
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

extension Versions {
    /// Without what lacks a secret that keeps strangers out of it.
    func deployable(for broker: BrokerSettings) -> Versions {
        var versions = self
        if broker.monitoring.grafanaPassword == nil { versions.grafana = nil }
        if broker.portainer == nil {
            versions.portainer = nil
            versions.portainerAgent = nil
        }
        return versions
    }
}
