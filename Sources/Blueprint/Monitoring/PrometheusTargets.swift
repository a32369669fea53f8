import BrokerModel

/// Who is scraped, and who gets alerts: the files that `prometheus.yml` names
/// (Prometheus documentation, `file_sd_config`). Those of jobs nobody is
/// scraped for hold an empty list.
struct PrometheusTargets {
    typealias File = (name: String, contents: ConfidentialText)

    /// The nodes, each through the Traefik beside Prometheus, which leads to
    /// the primary instance.
    let nodes: ConfidentialText

    /// What is the same on every management host.
    private let shared: [File]
    private let antiloops: [JSONValue]

    init(_ nodes: [AntiloopNode], _ facts: FleetFacts, _ findings: inout Findings) {
        let settings = facts.settings
        self.nodes = Self.list(nodes.map { Self.primary($0.centreID, facts) })
        antiloops = Self.group(facts.antiloops, port: 80)
        let balancers = settings.loadBalancer.settings == nil ? [] : facts.balancers
        let redis = RedisExporter(facts) == nil ? [] : facts.brokers + facts.antiloops
        shared = [
            (
                "alertmanagers.json",
                findings.targets(settings.monitoring.alertmanagers, "monitoring.alertmanagers", facts)
            ),
            ("emqx.json", Self.list(Self.group(facts.brokers, port: 18083))),
            ("haproxy.json", Self.list(Self.group(balancers, port: HAProxyConfiguration.metricsPort))),
            ("hosts.json", Self.list(Self.group(Self.watched(facts), port: 9100))),
            ("instances.json", Self.list(Self.instances(nodes, facts))),
            (
                "isobar.json",
                findings.targets(settings.monitoring.isobar.map { [$0] } ?? [], "monitoring.isobar", facts)
            ),
            ("redis.json", Self.list(Self.group(redis, port: RedisExporter.port))),
        ]
    }

    /// All but the list of nodes, as they are on one management host.
    func files(on manager: HostName) -> [File] {
        let traefik = Self.target("traefik:80", on: manager, .manage)
        return shared + [
            ("prometheus.json", Self.list([Self.target("127.0.0.1:9090", on: manager, .manage)])),
            ("traefik.json", Self.list(antiloops + [traefik])),
        ]
    }

    /// The hosts with an exporter of their own numbers.
    private static func watched(_ facts: FleetFacts) -> [FleetFacts.Member] {
        switch facts.settings.monitoring.hostExporter {
        case .nobody: []
        case .external: facts.hosts
        // Nothing is installed on balancers that are not ours.
        case .package:
            facts.settings.loadBalancer.settings == nil
                ? facts.hosts.filter { $0.host.role != .loadbalancer } : facts.hosts
        }
    }

    private static func primary(_ centre: CentreID, _ facts: FleetFacts) -> JSONValue {
        entry(
            "traefik:80",
            [
                "report_by": .text(facts.settings.centreID.text), "job": .text(centre.text),
                "__metrics_path__": .text("/\(centre)/metrics"),
            ])
    }

    /// Each instance of each node, through the Traefik of its host.
    private static func instances(_ nodes: [AntiloopNode], _ facts: FleetFacts) -> [JSONValue] {
        let addresses = Dictionary(facts.antiloops.map { ($0.name, $0.address) }) { one, _ in one }
        return nodes.flatMap { node in
            node.hosts.compactMap { host in
                addresses[host].map { address in
                    entry(
                        "\(address.bracketed):80",
                        [
                            "centre_id": .text(node.centreID.text), "host": .text(host.text),
                            "instance": .text(host.text), "__metrics_path__": .text("/\(node.centreID)/metrics"),
                        ])
                }
            }
        }
    }

    private static func group(_ members: [FleetFacts.Member], port: Int) -> [JSONValue] {
        members.map { target("\($0.address.bracketed):\(port)", on: $0.name, $0.host.role) }
    }

    /// A host is called by its name: an address may change.
    private static func target(_ target: String, on host: HostName, _ role: HostRole) -> JSONValue {
        entry(target, ["instance": .text(host.text), "host": .text(host.text), "role": .text(role.rawValue)])
    }

    private static func entry(_ target: String, _ labels: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(["targets": .array([.text(target)]), "labels": .object(labels)])
    }

    private static func list(_ entries: [JSONValue]) -> ConfidentialText {
        ConfidentialText(JSONValue.lines(entries))
    }
}

extension Findings {
    /// A file of targets that somebody wrote as `host:port`; confidential as
    /// soon as one of them is a secret.
    fileprivate mutating func targets(
        _ sources: [TextSource], _ field: String, _ facts: FleetFacts
    ) -> ConfidentialText {
        let targets = sources.compactMap { source -> JSONValue? in
            guard let text = text(source, for: field, at: facts.source)?.withoutFinalLineBreak else { return nil }
            return take(field, at: facts.source, otherwise: nil) { () throws(Refusal) in
                try text.withRevealed { (text) throws(Refusal) in .text(try HostAndPort(text).text) }
            }
        }
        let file = JSONValue.lines(targets.isEmpty ? [] : [.object(["targets": .array(targets)])])
        return sources.contains { $0.secretName != nil } ? ConfidentialText(Secret(file)) : ConfidentialText(file)
    }
}
