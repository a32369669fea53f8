package import BrokerModel

/// What reading documents brought to light besides their values.
package struct Findings: Sendable {
    /// A place that says `{secret: name}`.
    package struct SecretReference: Sendable {
        package let name: SecretName
        package let node: YAMLNode
    }

    package private(set) var diagnostics: [Diagnostic] = []
    package private(set) var secretReferences: [SecretReference] = []

    /// What has to hold of secrets, once they are open.
    package private(set) var secretRules: [SecretRule] = []
    package private(set) var errorCount = 0

    package init() {}

    package mutating func error(_ message: String, at position: SourcePosition, hint: String? = nil) {
        errorCount += 1
        diagnostics.append(Diagnostic(.error, at: position, message, hint: hint))
    }

    package mutating func warning(_ message: String, at position: SourcePosition, hint: String? = nil) {
        diagnostics.append(Diagnostic(.warning, at: position, message, hint: hint))
    }

    /// An error about `node`, its path before the message.
    package mutating func error(_ message: String, at node: YAMLNode, hint: String? = nil) {
        error(node.path.isEmpty ? message : "\(node.path): \(message)", at: node.position, hint: hint)
    }

    /// A warning about `node`, its path before the message.
    package mutating func warning(_ message: String, at node: YAMLNode, hint: String? = nil) {
        warning(node.path.isEmpty ? message : "\(node.path): \(message)", at: node.position, hint: hint)
    }

    package mutating func refer(to name: SecretName, at node: YAMLNode) {
        secretReferences.append(SecretReference(name: name, node: node))
    }

    /// Something to look at once the secret that stands at `node` is open.
    ///
    /// - Parameter fault: what is wrong with a value, in words that hold
    ///   nothing of it.
    package mutating func examine(
        _ name: SecretName, at node: YAMLNode, _ fault: @escaping @Sendable (String) -> Refusal?
    ) {
        let place = DesiredStateReader.SecretReference(name: name, position: node.position, key: node.path)
        secretRules.append(SecretRule(place: place, fault: fault))
    }

    /// Something that is no single value stands where one is expected.
    ///
    /// - Parameters:
    ///   - expected: what should stand there: `a number`.
    ///   - clearText: why a secret cannot.
    package mutating func mismatch(_ expected: String, at node: YAMLNode, _ clearText: ClearText = .noText) {
        guard node["secret"] != nil else { return error("expected \(expected), found \(node.kind)", at: node) }
        error("cannot be a secret: \(clearText.reason)", at: node, hint: clearText.hint)
    }
}
