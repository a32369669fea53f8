/// How a run ended.
public enum RunOutcome: String, Sendable, Hashable, CaseIterable {
    case succeeded
    /// At least one step failed.
    case failed
    /// Everything that could be reached was done; some hosts could not.
    case incomplete
    /// A person stopped it.
    case interrupted
    /// The program ended without closing the run: it was killed, or the
    /// machine went down. Found and written by the next run.
    case abandoned
}
