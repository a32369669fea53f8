/// What may be applied, and how.
public struct ApplyPolicy: Sendable, Equatable {
    /// When a plan is carried out.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Look and report, never touch.
        case observe
        /// After a person approved it.
        case approval
        /// At once.
        case automatic
    }

    public var apply: Mode
    public var selfHeal: Bool

    /// How many nodes and hosts one plan may delete, beside the limit of the
    /// desired state; the smaller one counts.
    public var maxDeletes: Int

    /// Patterns with `*` that an image must match one of.
    public var allowedImages: [String]

    /// Patterns with `*` that the address of a package source must match one of.
    /// Packages are programs of root, so without any pattern none is admitted.
    public var allowedPackageSources: [String] = []
    public var requireSignedCommits: Bool
    public var allowedSigners: String?
}
