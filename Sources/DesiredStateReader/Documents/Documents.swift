import BrokerModel

/// The documents of a desired state that are correct in themselves.
struct Documents {
    /// A document and what it says.
    struct Document<Value: Sendable>: Sendable {
        let yaml: YAMLDocument
        let value: Value

        /// Nil, and errors in the findings, when the file cannot be read as
        /// `shape` tells.
        init?(_ file: SourceFile, as shape: Shape<Value>, findings: inout Findings) {
            let errors = findings.errorCount
            guard let yaml = YAMLDocument(file: file.path.excerpt(200), bytes: file.bytes, findings: &findings),
                let value = shape.read(yaml.root, &findings), findings.errorCount == errors
            else { return nil }
            self.yaml = yaml
            self.value = value
        }
    }

    let broker: Document<BrokerSettings>?
    let hosts: Document<[Host]>?
    let versions: Document<Versions>?
    let nodes: [Document<Node>]

    init(_ layout: DirectoryLayout, findings: inout Findings) {
        broker = layout.broker.flatMap { Document($0, as: .broker, findings: &findings) }
        hosts = layout.hosts.flatMap { Document($0, as: .hosts, findings: &findings) }
        versions = layout.versions.flatMap { Document($0, as: .versions, findings: &findings) }
        nodes = layout.nodes.compactMap { Document($0, as: .node, findings: &findings) }
    }
}
