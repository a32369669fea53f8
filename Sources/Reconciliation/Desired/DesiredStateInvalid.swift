public import BrokerModel

/// The desired state of a commit or directory holds errors; all of them.
public struct DesiredStateInvalid: Error, Sendable {
    /// The commit or directory, for messages.
    public var subject: String
    public var diagnostics: [Diagnostic]

    public init(subject: String, diagnostics: [Diagnostic]) {
        self.subject = subject
        self.diagnostics = diagnostics
    }
}
