import BrokerModel

/// One active node, worked out once for all hosts it runs on, which share it.
final class AntiloopNode {
    let centreID: CentreID

    /// Where its instances run.
    let hosts: [HostName]
    let origin: Origin
    let imageOrigin: Origin
    let redundancy: Redundancy

    /// The container but for `WHOAMI`, which each host adds.
    let container: ContainerSpecification

    /// The text of `<id>.env`: what the node says for itself.
    let environmentText: FileText

    /// The text of `docker-compose.yml`.
    let composeText: FileText

    /// The text of the dynamic file with the middleware.
    let routeText: FileText

    init(
        of node: Node,
        on hosts: [HostName],
        _ facts: FleetFacts,
        shared: [String: ConfidentialText],
        extraHosts: [String: String],
        _ routes: RouteLabels,
        _ findings: inout Findings
    ) {
        centreID = node.centreID
        self.hosts = hosts
        origin = Origin(node.source, "subscription of \(node.centreID)")
        imageOrigin =
            node.image == nil
            ? .versions("image of the antiloop") : origin.reason("image of \(node.centreID)")
        redundancy = Redundancy(role: .node, set: node.centreID.text)
        let file = findings.environment(of: node)
        var environment = shared
        file.add(to: &environment)
        let labels = findings.take("labels", at: node.source, otherwise: []) { () throws(Refusal) in
            try routes.labels(for: node.centreID)
        }
        container = ContainerSpecification(
            name: node.centreID.text,
            image: node.image ?? facts.versions.antiloop,
            environment: environment,
            labels: Dictionary(uniqueKeysWithValues: labels.map { ($0.name, $0.value) }),
            network: .networks([TraefikInstance.networkName]),
            extraHosts: extraHosts,
            restartPolicy: .unlessStopped,
            // Messages in the queue are published before it ends; cut short
            // they are lost.
            stopTimeoutSeconds: 30,
            probe: .antiloop)
        environmentText = FileText(file.contents)
        composeText = FileText(ComposeFile(container: container, labels: labels).document.contents)
        routeText = FileText(RouteLabels.middleware(for: node.centreID).contents)
    }
}
