import AlertRules
import BrokerModel

/// Prometheus on a management host: scrapes everything there is, works out
/// alerts, and has what the Global Monitors come for.
struct PrometheusServer {
    private let facts: FleetFacts
    private let targets: PrometheusTargets

    init(_ nodes: [AntiloopNode], _ facts: FleetFacts, _ findings: inout Findings) {
        self.facts = facts
        targets = PrometheusTargets(nodes, facts, &findings)
    }

    func add(to assembly: inout HostAssembly, network: ResourceAddress) {
        let origin = Origin(facts.source, "metrics of the nodes for the Global Monitors")
        let directory = assembly.directory(facts.home.appending("prometheus"), facts.directoryOwnership, origin)
        let data = subdirectory("data", of: directory, in: &assembly, origin)
        let loaded = configuration(in: directory, of: &assembly, origin)
        let targets = targets(in: directory, of: &assembly, origin)
        let image = assembly.image(facts.versions.prometheus, .versions("image of Prometheus"))
        let container = assembly.container(
            specification(directory, data), after: [image, network] + loaded + targets + data.dependencies, origin)
        assembly.process(
            "configuration", PrometheusSpecification(groups: RuleFile.isobar.groups),
            after: [container] + loaded, origin)
    }

    /// What takes effect with a reload. The rules come first: the file that
    /// names them is read only with them.
    private func configuration(
        in directory: PlacedDirectory, of assembly: inout HostAssembly, _ origin: Origin
    ) -> [ResourceAddress] {
        let place = subdirectory("rules", of: directory, in: &assembly, origin)
        let rules = assembly.file(
            PrometheusConfiguration.ruleFile, in: place, ConfidentialText(FileHeader.comment + RuleFile.isobar.text),
            ownedBy: facts.owner, check: .prometheusRules, origin.reason("what raises an alert"))
        let configuration = assembly.file(
            "prometheus.yml", in: directory, PrometheusConfiguration.contents, ownedBy: facts.owner,
            check: .prometheusConfiguration, after: [rules], origin)
        return [rules, configuration]
    }

    /// What Prometheus reads again whenever it changes.
    private func targets(
        in directory: PlacedDirectory, of assembly: inout HostAssembly, _ origin: Origin
    ) -> [ResourceAddress] {
        let place = subdirectory("targets", of: directory, in: &assembly, origin)
        let nodes = assembly.file("mqtt.json", in: directory, targets.nodes, ownedBy: facts.owner, origin)
        let others = origin.reason("who is scraped, and who gets alerts")
        return [nodes]
            + targets.files(on: assembly.host).map { file in
                assembly.file(file.name, in: place, file.contents, ownedBy: facts.owner, others)
            }
    }

    private func subdirectory(
        _ name: String, of directory: PlacedDirectory, in assembly: inout HostAssembly, _ origin: Origin
    ) -> PlacedDirectory {
        assembly.directory(directory.path.appending(name), in: directory, facts.directoryOwnership, origin)
    }

    private func specification(_ directory: PlacedDirectory, _ data: PlacedDirectory) -> ContainerSpecification {
        ContainerSpecification(
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
            stopTimeoutSeconds: 30)
    }
}
