/// Why a person has to decide on a step.
public enum ApprovalReason: Sendable, Hashable {
    case policy
    /// The branch no longer contains what was applied last.
    case rewritten
    /// More nodes and hosts would go than the limit says.
    case deletes(Int, limit: Int)
    /// Going back would bring another image to what keeps data.
    case data
    /// What was merged does something else than its reviewers were shown.
    case review
}
