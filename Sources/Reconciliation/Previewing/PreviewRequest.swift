/// What a preview is asked for.
public struct PreviewRequest: Sendable {
    /// A branch, tag or commit the change would be merged into; nil means the
    /// head of the branch that is followed.
    public var base: String?

    /// A branch, tag or commit: `refs/pull/7/head`.
    public var head: String

    /// Whether to go by what the ledger remembers, without a look.
    public var isCached: Bool

    /// Whether to look for new commits before.
    public var fetches: Bool

    /// Whether the secrets of the change may not be opened even if a branch of the
    /// repository holds it, because the forge says it comes from a fork.
    public var isFork: Bool

    /// Who asks, for the record.
    public var actor: String

    public init(
        base: String? = nil, head: String, isCached: Bool = false, fetches: Bool = true, isFork: Bool = false,
        actor: String = "isobar"
    ) {
        self.base = base
        self.head = head
        self.isCached = isCached
        self.fetches = fetches
        self.isFork = isFork
        self.actor = actor
    }
}
