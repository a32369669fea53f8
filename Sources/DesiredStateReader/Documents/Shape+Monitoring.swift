import BrokerModel

extension Shape where Value == MonitoringSettings {
    static var monitoring: Shape {
        .mapping { fields in
            let monitors = fields.optional(
                "globalMonitors", .confidential(.passwordLines),
                "htpasswd lines: who may scrape the WIS2 metrics from outside, over TLS.")
            let exporter: HostExporter = fields.optional(
                "hostExporter", .choice, default: .package,
                "package: install the node exporter on every host; external: something else serves port 9100; none.")
            let alertmanagers = fields.optional(
                "alertmanagers", .list(of: .source(of: .hostAndPort)),
                "host:port of Alertmanagers that alerts are sent to; none if left out.")
            let isobar = fields.optional(
                "isobar", .source(of: .hostAndPort),
                "host:port at which the management host reaches the controller; not scraped if left out.")
            let grafana = fields.optional(
                "grafana", .grafana, "What Grafana needs, where versions.yaml deploys it.")
            return MonitoringSettings(
                globalMonitors: monitors, hostExporter: exporter, alertmanagers: alertmanagers ?? [], isobar: isobar,
                grafanaPassword: grafana)
        }
    }
}

extension Shape where Value == TextSource {
    fileprivate static var grafana: Shape {
        .mapping { fields in
            fields.required(
                "adminPassword", .confidential(.credential), "The password the administrator has at first.")
        }
    }
}

extension Shape where Value == PortainerSettings {
    static var portainer: Shape {
        .mapping { fields in
            let secret = fields.required(
                "agentSecret", .confidential(.credential), "What Portainer and its agents know each other by.")
            let password = fields.required(
                "adminPassword", .confidential(.credential), "The password the administrator has at first.")
            guard let secret, let password else { return nil }
            return PortainerSettings(agentSecret: secret, adminPassword: password)
        }
    }
}
