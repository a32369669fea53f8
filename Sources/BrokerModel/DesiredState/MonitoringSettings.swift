/// Who looks at the broker, and at what.
public struct MonitoringSettings: Sendable, Equatable {
    /// htpasswd lines of those who may scrape the WIS2 metrics from outside.
    public var globalMonitors: TextSource?

    public var hostExporter: HostExporter

    /// Where alerts go: `host:port` of Alertmanagers that run elsewhere.
    public var alertmanagers: [TextSource]

    /// `host:port` at which the management host reaches the controller's
    /// `/metrics`; nil when nobody scrapes it.
    public var isobar: TextSource?

    /// The password of Grafana's administrator; needed where Grafana is deployed.
    public var grafanaPassword: TextSource?

    public init(
        globalMonitors: TextSource? = nil,
        hostExporter: HostExporter = .package,
        alertmanagers: [TextSource] = [],
        isobar: TextSource? = nil,
        grafanaPassword: TextSource? = nil
    ) {
        self.globalMonitors = globalMonitors
        self.hostExporter = hostExporter
        self.alertmanagers = alertmanagers
        self.isobar = isobar
        self.grafanaPassword = grafanaPassword
    }
}
