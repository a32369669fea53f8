/// How a change stands to one rule.
public struct PolicyResult: Sendable, Hashable {
    public enum Outcome: String, Sendable, Hashable, Codable {
        case pass
        /// It does not hold, and that is only said.
        case warn
        /// It does not hold and has to.
        case fail
        /// It could not be told.
        case unknown
    }

    public var policy: PreviewPolicy
    public var outcome: Outcome

    /// What does not hold, or why it could not be told; none when it holds.
    public var findings: [Phrase]

    /// Whether it is known not to hold.
    public var isBroken: Bool { outcome == .warn || outcome == .fail }

    public init(policy: PreviewPolicy, outcome: Outcome, findings: [Phrase] = []) {
        self.policy = policy
        self.outcome = outcome
        self.findings = findings
    }
}
