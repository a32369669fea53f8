/// Why a plan is kept that nobody carried out yet.
public enum ProposalOutcome: String, Sendable {
    /// A person has to decide on it.
    case waits

    /// A person asked for it.
    case shown
}
