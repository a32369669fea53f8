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
}
