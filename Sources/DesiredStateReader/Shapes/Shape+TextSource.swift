package import BrokerModel

extension Shape where Value == TextSource {
    /// Text that may also come from a secret: `{secret: name}`.
    ///
    /// - Parameter form: what the text may be. A secret is held against it
    ///   once it is open.
    package static func source(of form: TextForm) -> Shape<TextSource> {
        let reference = Shape<SecretName>.mapping { fields in
            fields.required("secret", .secretName, "The name of a file secrets/<name>.age.")
        }
        return Shape(
            schema: { .object([.init("anyOf", .array([form.shape.schema(), reference.schema()]))]) },
            read: { node, findings in
                guard case .mapping = node.content else {
                    return form.shape.read(node, &findings).map(TextSource.literal)
                }
                guard let name = reference.read(node, &findings) else { return nil }
                findings.refer(to: name, at: node)
                findings.examine(name, at: node) { value in
                    form.takes(value, in: node)
                        ? nil : Refusal("does not hold \(form.noun)", hint: form.rule)
                }
                return .secret(name)
            })
    }

    /// The same for what should be a secret: text in the clear is accepted
    /// with a warning.
    package static func confidential(_ form: TextForm) -> Shape<TextSource> {
        source(of: form).checked { source, node, findings in
            guard case .literal = source else { return }
            findings.warning("stands in the repository in the clear", at: node, hint: "use {secret: name}")
        }
    }
}

extension TextForm {
    /// Whether `text` could be written in the place of `node`.
    fileprivate func takes(_ text: String, in node: YAMLNode) -> Bool {
        var findings = Findings()
        let scalar = YAMLNode(content: .scalar(text, isPlain: false), position: node.position, path: node.path)
        return shape.read(scalar, &findings) != nil && findings.errorCount == 0
    }
}
