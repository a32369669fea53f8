/// The JSON Schemas of the documents, for editors and other tools.
public enum DesiredStateSchema {
    /// A name such as `node` and the text of its schema.
    public static var documents: [(name: String, json: String)] {
        [
            ("broker", text(of: Shape.broker, titled: "broker.yaml: identity, load balancer, users, policy")),
            ("hosts", text(of: Shape.hosts, titled: "hosts.yaml: hosts, roles, addresses, pinned host keys")),
            ("versions", text(of: Shape.versions, titled: "versions.yaml: the image of each component")),
            ("node", text(of: Shape.node, titled: "nodes/<centre-id>.yaml: one subscription")),
        ]
    }

    /// The schema of a document as a file (JSON Schema, draft 7).
    package static func text<Value>(of shape: Shape<Value>, titled title: String) -> String {
        let head: [JSONValue.Member] = [
            .init("$schema", .string("http://json-schema.org/draft-07/schema#")),
            .init("title", .string(title)),
        ]
        guard case .object(let members) = shape.schema() else { return "" }
        return JSONValue.object(head + members).text + "\n"
    }
}
