/// What the helper's `resolve` told.
struct ResolverReport: Sendable, Equatable {
    /// The container that was asked; empty when none of ours runs.
    var container: String

    /// What came of each name, in the helper's words.
    var outcomes: [String: String] = [:]
}
