public import Previews

/// What changes are held against before they are merged (`previews:`).
public struct PreviewSettings: Sendable, Equatable {
    /// What becomes of a merged commit whose plan is not the reviewed one.
    public enum Difference: String, Sendable, Hashable, CaseIterable {
        /// It is said, and carried out as the policy wants it.
        case apply
        /// It waits for an approval.
        case wait
    }

    /// Without the registered centres, which stand in a file.
    public var policies: PreviewPolicies

    /// The centres of the WMO registry, one a line; of a table the first column
    /// that is a centre-id counts.
    public var centresFile: String?

    /// Patterns with `*`: the service previews the branches that match one, and of
    /// those that begin with `refs/` the references.
    public var branches: [String]

    /// Whether the service previews the open changes at the forge, where `forge`
    /// holds a token.
    public var pullRequests: Bool
    public var whenDifferent: Difference

    public init(
        policies: PreviewPolicies = PreviewPolicies(), centresFile: String? = nil, branches: [String] = [],
        pullRequests: Bool = true, whenDifferent: Difference = .apply
    ) {
        self.policies = policies
        self.centresFile = centresFile
        self.branches = branches
        self.pullRequests = pullRequests
        self.whenDifferent = whenDifferent
    }

    /// The directories of references that have to be fetched for ``branches``.
    var directories: [String] {
        branches.filter { $0.hasPrefix("refs/") }.compactMap { pattern in
            let fixed = pattern.prefix { $0 != "*" }
            return fixed.lastIndex(of: "/").map { String(fixed[...$0]) }
        }
    }
}
