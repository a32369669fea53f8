extension ApprovalReason {
    /// In an operator's words.
    public var text: String {
        switch self {
        case .policy: "the policy asks for an approval"
        case .rewritten: "the branch was rewritten"
        case .deletes(let count, let limit): "it deletes \(count) nodes and hosts, \(limit) are allowed"
        }
    }
}
