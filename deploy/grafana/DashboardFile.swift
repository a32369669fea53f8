/// A file Grafana reads, embedded in the program: a dashboard, or what tells it
/// of the data source and the dashboards.
public struct DashboardFile: Sendable {
    /// Which of Grafana's directories it goes to.
    public enum Place: Sendable, Hashable {
        /// Where ``providers`` says that dashboards are.
        case dashboards
        /// `provisioning/datasources`.
        case dataSources
        /// `provisioning/dashboards`.
        case providers
    }

    public let place: Place
    public let name: String
    public let text: String

    public static let all = [
        DashboardFile(.dataSources, "isobar.yaml", PackageResources.datasources_yaml),
        DashboardFile(.providers, "isobar.yaml", PackageResources.providers_yaml),
        DashboardFile(.dashboards, "broker.json", PackageResources.broker_json),
        DashboardFile(.dashboards, "node.json", PackageResources.node_json),
        DashboardFile(.dashboards, "hosts.json", PackageResources.hosts_json),
        DashboardFile(.dashboards, "isobar.json", PackageResources.isobar_json),
    ]

    private init(_ place: Place, _ name: String, _ bytes: [UInt8]) {
        self.place = place
        self.name = name
        text = String(decoding: bytes, as: UTF8.self)
    }
}
