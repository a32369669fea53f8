package import BrokerModel

extension Shape where Value == TextSource {
    /// Text that may also come from a secret: `{secret: name}`.
    package static func source(of literal: Shape<String>) -> Shape<TextSource> {
        let reference = Shape<SecretName>.mapping { fields in
            fields.required("secret", .secretName, "The name of a file secrets/<name>.age.")
        }
        return Shape(
            schema: { .object([.init("anyOf", .array([literal.schema(), reference.schema()]))]) },
            read: { node, findings in
                guard case .mapping = node.content else {
                    return literal.read(node, &findings).map(TextSource.literal)
                }
                guard let name = reference.read(node, &findings) else { return nil }
                findings.refer(to: name, at: node)
                return .secret(name)
            })
    }

    /// The same for what should be a secret: text in the clear is accepted
    /// with a warning.
    package static func confidential(_ literal: Shape<String>) -> Shape<TextSource> {
        source(of: literal).checked { source, node, findings in
            guard case .literal = source else { return }
            findings.warning("stands in the repository in the clear", at: node, hint: "use {secret: name}")
        }
    }
}
