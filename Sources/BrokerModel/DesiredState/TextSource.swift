/// A string of the desired state: written there, or the name of a secret
/// (`{secret: name}`).
public enum TextSource: Sendable, Hashable {
    case literal(String)
    case secret(SecretName)

    /// The name of the secret, if it is one.
    public var secretName: SecretName? {
        if case .secret(let name) = self { name } else { nil }
    }
}
