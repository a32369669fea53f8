/// What merging one commit into another gives.
public enum MergeOutcome: Sendable, Equatable {
    /// The files of the directory, as a merge commit would hold them.
    case merged(Snapshot)

    /// Both sides changed these files, printable and in order. The paths are those
    /// of the whole repository.
    case conflicting([String])
}
