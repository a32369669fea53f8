import CLibgit2

/// What a merge gives, as git knows it.
enum MergedTree {
    case tree(git_oid)

    /// The paths both sides changed, as stored.
    case conflicting([[UInt8]])

    /// The two have no common ancestor.
    case unrelated
}
