public import BrokerModel

/// What reading a desired state gave.
public struct ReadResult: Sendable {
    /// The desired state; nil when there is any error.
    public var state: DesiredState?

    /// Everything there is to say, errors and warnings, by file and line.
    public var diagnostics: [Diagnostic]

    /// Where secrets are used, as far as the files could be read; by file and
    /// line.
    public var secretReferences: [SecretReference]

    /// What has to hold of the secrets, for whoever can open them.
    public var secretRules: [SecretRule]

    public init(
        state: DesiredState?,
        diagnostics: [Diagnostic],
        secretReferences: [SecretReference] = [],
        secretRules: [SecretRule] = []
    ) {
        self.state = state
        self.diagnostics = diagnostics
        self.secretReferences = secretReferences
        self.secretRules = secretRules
    }
}
