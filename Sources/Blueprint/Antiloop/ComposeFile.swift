import BrokerModel

/// The Compose file beside an instance's environment files: the same container
/// for a person with `docker compose`. Isobar itself creates it through the
/// engine's API.
struct ComposeFile {
    let container: ContainerSpecification
    let labels: [Label]

    var document: YAMLDocument {
        let name = container.name
        var service: [YAMLValue.Entry] = [
            .init(key: "container_name", value: .text(name)),
            .init(key: "image", value: Self.text(container.image.text)),
            .init(key: "restart", value: .text(container.restartPolicy.rawValue)),
            .init(key: "stop_grace_period", value: .text("\(container.stopTimeoutSeconds)s")),
            // Later files win: a node's own values over the broker's.
            .init(
                key: "env_file", value: ["redis.env", "globalbroker.env", "host.env", .text(name + ".env")]),
            .init(
                key: "labels",
                value: .mapping(labels.map { .init(key: $0.name, value: Self.text($0.value)) })),
            .init(key: "networks", value: [.text(TraefikInstance.networkName)]),
        ]
        if !container.extraHosts.isEmpty {
            let hosts = container.extraHosts.sorted { $0.key < $1.key }.map { Self.text("\($0.key):\($0.value)") }
            service.append(.init(key: "extra_hosts", value: .sequence(hosts)))
        }
        return YAMLDocument(
            [
                "services": .mapping([.init(key: name, value: .mapping(service))]),
                "networks": .mapping([
                    .init(key: TraefikInstance.networkName, value: ["external": true])
                ]),
            ])
    }

    /// Compose interpolates variables into the texts of its file ("Compose
    /// file reference: Interpolation"); `$$` is a dollar sign.
    private static func text(_ text: String) -> YAMLValue {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return .text(text) }
        var escaped = ""
        for scalar in text.unicodeScalars {
            if scalar == "$" { escaped += "$" }
            escaped.unicodeScalars.append(scalar)
        }
        return .text(escaped)
    }
}
