import BrokerModel

/// Variables that have a field of their own in the desired state. Setting them
/// through `environment` would go round the field's checks: a mistyped
/// `MSG_CHECK_OPTION` silently turns a check off.
enum ReservedVariables {
    /// The field by variable: what each node says for itself.
    static let node = NodeVariables.fields

    /// The broker's `environment` cannot set these either: they differ from
    /// node to node or from host to host, or `broker.yaml` has a field for
    /// them. A node's own `environment` may override the latter.
    static let broker = node.merging([
        "MQTT_PUB_BROKER": "publish.broker",
        "MQTT_PUB_USERNAME": "publish.username",
        "MQTT_PUB_PASSWORD": "publish.password",
        "GB_ID": "centreId",
        "REDIS_URL": "redis",
        "WHOAMI": "hosts.yaml",
    ]) { own, _ in own }
}

extension Findings {
    /// Adds an `environment` mapping to a file, in the order of its names.
    mutating func add(
        _ environment: [String: TextSource],
        to file: inout EnvFile,
        field: String,
        at position: SourcePosition,
        reserved: [String: String]
    ) {
        guard !environment.isEmpty else { return }
        for (text, source) in environment.sorted(by: { $0.key < $1.key }) {
            if let owner = reserved[text] {
                report("is set by \(owner)", about: "\(field).\(text)", at: position, hint: "set it there")
                continue
            }
            let name: EnvFile.Name? = take("\(field): a name in it", at: position, otherwise: nil) {
                () throws(Refusal) in try EnvFile.Name(text)
            }
            if let name { file.set(name, value(source, for: "\(field).\(text)", at: position)) }
        }
    }
}
