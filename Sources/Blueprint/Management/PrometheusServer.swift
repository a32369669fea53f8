import BrokerModel

/// Prometheus on a management host: scrapes every node through the Traefik
/// beside it.
struct PrometheusServer {
    private let facts: FleetFacts
    private let targets: ConfidentialText

    init(_ centres: [CentreID], _ facts: FleetFacts) {
        self.facts = facts
        let reporter = facts.settings.centreID.text
        let entries = centres.map { centre in
            JSONValue.object([
                "targets": .array([.text("traefik:80")]),
                "labels": .object([
                    "report_by": .text(reporter),
                    "job": .text(centre.text),
                    "__metrics_path__": .text("/\(centre)/metrics"),
                ]),
            ])
        }
        let jobs = [Self.nodes] + [Self.balancers(facts)].compactMap { $0 }
        configuration = YAMLDocument(
            ["global": ["scrape_interval": "30s"], "scrape_configs": .sequence(jobs)]
        ).contents
        targets = ConfidentialText(JSONValue.lines(entries))
    }

    func add(to assembly: inout HostAssembly, network: ResourceAddress) {
        let origin = Origin(facts.source, "metrics of the nodes for the Global Monitors")
        let directory = assembly.directory(facts.home.appending("prometheus"), facts.directoryOwnership, origin)
        let data = assembly.directory(
            directory.path.appending("data"), in: directory, facts.directoryOwnership, origin)
        let configuration = assembly.file(
            "prometheus.yml", in: directory, self.configuration, ownedBy: facts.owner, origin)
        // Read again whenever it changes.
        let list = assembly.file("mqtt.json", in: directory, targets, ownedBy: facts.owner, origin)
        let image = assembly.image(facts.versions.prometheus, .versions("image of Prometheus"))
        let container = ContainerSpecification(
            name: "prometheus",
            image: facts.versions.prometheus,
            mounts: [
                Mount(source: directory.path.text, target: "/etc/prometheus", isReadOnly: true),
                Mount(source: data.path.text, target: "/prometheus"),
            ],
            network: .networks([TraefikInstance.networkName]),
            // Its reload and its queries ask for no password.
            ports: [PortBinding(hostAddress: "127.0.0.1", hostPort: 9090, containerPort: 9090)],
            restartPolicy: .unlessStopped,
            command: [
                "--config.file=/etc/prometheus/prometheus.yml",
                "--storage.tsdb.path=/prometheus",
                "--web.enable-lifecycle",
            ],
            user: "\(facts.settings.containerUser.uid):\(facts.settings.containerUser.gid)",
            stopTimeoutSeconds: 30,
            startupFiles: [directory.path.appending("prometheus.yml").text: self.configuration.startupDigest])
        assembly.container(
            container, after: [image, network, configuration, list] + data.dependencies, origin)
    }

    private let configuration: ConfidentialText

    /// The antiloop says `report_by` itself; without `honor_labels` its word
    /// would end up as `exported_report_by`.
    private static let nodes: YAMLValue = [
        "job_name": "nodes",
        "honor_labels": true,
        "file_sd_configs": [["files": ["/etc/prometheus/mqtt.json"]]],
    ]

    /// The load balancers' own numbers; nil where they are not ours.
    private static func balancers(_ facts: FleetFacts) -> YAMLValue? {
        guard facts.settings.loadBalancer.settings != nil, !facts.balancers.isEmpty else { return nil }
        let targets = facts.balancers.map { balancer in
            YAMLValue.text("\(balancer.address.bracketed):\(HAProxyConfiguration.metricsPort)")
        }
        return ["job_name": "haproxy", "static_configs": [["targets": .sequence(targets)]]]
    }
}
