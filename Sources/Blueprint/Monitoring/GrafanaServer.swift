import BrokerModel
import Dashboards

/// Grafana on a management host, behind Traefik at `/grafana`: its data source
/// and dashboards are provisioned, so that nothing has to be clicked together
/// (Grafana documentation, "Provision Grafana").
struct GrafanaServer {
    private let facts: FleetFacts
    private let image: ImageReference
    private let password: EnvFile.Value

    /// Nil where it is not deployed.
    init?(_ facts: FleetFacts, _ findings: inout Findings) {
        guard let image = facts.versions.grafana else { return nil }
        self.facts = facts
        self.image = image
        guard let password = facts.settings.monitoring.grafanaPassword else {
            findings.report(
                "is missing", about: "monitoring.grafana.adminPassword", at: facts.source,
                hint: "Grafana's administrator would have the password everybody knows")
            return nil
        }
        self.password = findings.value(
            password, for: "monitoring.grafana.adminPassword", at: facts.source, as: GrafanaValue.text)
    }

    func add(to assembly: inout HostAssembly, network: ResourceAddress) {
        let origin = Origin(facts.source, "Grafana for operators")
        let directory = assembly.directory(facts.home.appending("grafana"), facts.directoryOwnership, origin)
        let data = subdirectory("data", of: directory, in: &assembly, origin)
        let provisioning = subdirectory("provisioning", of: directory, in: &assembly, origin)
        let places: [DashboardFile.Place: PlacedDirectory] = [
            .dashboards: subdirectory("dashboards", of: directory, in: &assembly, origin),
            .dataSources: subdirectory("datasources", of: provisioning, in: &assembly, origin),
            .providers: subdirectory("dashboards", of: provisioning, in: &assembly, origin),
        ]
        var files: [ResourceAddress] = []
        var startupFiles: [String: ConfidentialText] = [:]
        for file in DashboardFile.all {
            guard let place = places[file.place] else { continue }
            let contents = ConfidentialText((file.place == .dashboards ? "" : FileHeader.comment) + file.text)
            files.append(assembly.file(file.name, in: place, contents, ownedBy: facts.owner, origin))
            // Dashboards it reads again by itself.
            if file.place != .dashboards {
                startupFiles[place.path.appending(file.name).text] = contents.startupDigest
            }
        }
        let image = assembly.image(image, .versions("image of Grafana"))
        var container = ContainerSpecification(
            name: "grafana",
            image: self.image,
            environment: environment(on: assembly.host),
            mounts: [
                Mount(source: provisioning.path.text, target: "/etc/grafana/provisioning", isReadOnly: true),
                Mount(
                    source: directory.path.appending("dashboards").text, target: "/etc/grafana/dashboards",
                    isReadOnly: true),
                Mount(source: data.path.text, target: "/var/lib/grafana"),
            ],
            network: .networks([TraefikInstance.networkName]),
            restartPolicy: .unlessStopped,
            user: "\(facts.settings.containerUser.uid):\(facts.settings.containerUser.gid)",
            stopTimeoutSeconds: 30)
        container.startupFiles = startupFiles
        assembly.container(container, after: [image, network] + files + data.dependencies, origin)
    }

    private func subdirectory(
        _ name: String, of directory: PlacedDirectory, in assembly: inout HostAssembly, _ origin: Origin
    ) -> PlacedDirectory {
        assembly.directory(directory.path.appending(name), in: directory, facts.directoryOwnership, origin)
    }

    /// The password counts when Grafana first starts; afterwards it is in its
    /// database (Grafana documentation, "Configure Grafana", `admin_password`).
    private func environment(on host: HostName) -> [String: ConfidentialText] {
        var file = EnvFile()
        file.set("GF_SECURITY_ADMIN_PASSWORD", password)
        var environment: [String: ConfidentialText] = [
            "GF_SERVER_ROOT_URL": ConfidentialText("https://\(facts.domain.subdomain(host).text)/grafana/"),
            "GF_SERVER_SERVE_FROM_SUB_PATH": "true",
            "GF_SECURITY_COOKIE_SECURE": "true",
            "GF_USERS_ALLOW_SIGN_UP": "false",
            "GF_ANALYTICS_REPORTING_ENABLED": "false",
            "GF_ANALYTICS_CHECK_FOR_UPDATES": "false",
        ]
        file.add(to: &environment)
        return environment
    }
}
