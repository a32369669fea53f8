public import BrokerModel

/// All that was found out about one host. What could not be is a failure of its
/// own, and keeps nothing else from being known.
public struct HostExamination: Sendable {
    /// The facts, or why the host was not reached or its helper not run.
    public var facts: Result<HostFacts, Failure>

    /// Nil where no engine is needed or the host was not reached.
    public var engine: Result<EngineFacts, Failure>?
    public var images: Result<[ImageReference: ImageSource], Failure>?
    public var reach: Result<ReachFacts, Failure>?
    public var resolver: Result<ResolverFacts, Failure>?

    public init(
        facts: Result<HostFacts, Failure>, engine: Result<EngineFacts, Failure>? = nil,
        images: Result<[ImageReference: ImageSource], Failure>? = nil,
        reach: Result<ReachFacts, Failure>? = nil, resolver: Result<ResolverFacts, Failure>? = nil
    ) {
        self.facts = facts
        self.engine = engine
        self.images = images
        self.reach = reach
        self.resolver = resolver
    }
}
