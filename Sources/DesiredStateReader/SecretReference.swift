public import BrokerModel

/// A place of the desired state that says `{secret: name}`.
public struct SecretReference: Sendable, Hashable {
    public let name: SecretName
    public let position: SourcePosition

    /// The keys that lead there: `subscribe.password`.
    public let key: String
}
