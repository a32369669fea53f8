extension ApprovalReason {
    /// In an operator's words.
    public var text: String {
        switch self {
        case .policy: "the policy asks for an approval"
        case .rewritten: "the branch was rewritten"
        case .deletes(let count, let limit): "it deletes \(count) nodes and hosts, \(limit) are allowed"
        case .data: "going back would give data to another version of the program that wrote it"
        case .review: "it is not what a preview showed its reviewers"
        }
    }
}
