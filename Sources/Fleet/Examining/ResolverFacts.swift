/// What a container of a host made of names.
public struct ResolverFacts: Sendable, Equatable {
    public enum Outcome: String, Sendable, Equatable {
        case resolved
        case unresolved
        /// Its image has no program to ask with.
        case unable
    }

    /// Nil when no container of ours runs there.
    public var container: String?
    public var outcomes: [String: Outcome]

    public init(container: String?, outcomes: [String: Outcome] = [:]) {
        self.container = container
        self.outcomes = outcomes
    }

    init(_ report: ResolverReport) {
        container = report.container.isEmpty ? nil : PrintableText(report.container).tail
        outcomes = report.outcomes.compactMapValues(Outcome.init)
    }
}
