/// One thing the broker consists of, as a commit wants it.
public struct Resource: Sendable {
    public var address: ResourceAddress
    public var specification: any Specification

    /// What must stand before this is created or changed; removal goes the
    /// other way round.
    public var dependencies: [ResourceAddress]

    /// The redundant set this is a member of, when disturbing it matters.
    public var redundancy: Redundancy?

    /// Where the desired state asks for it.
    public var source: SourcePosition

    /// Why it is there, in an operator's words: "subscription of ca-eccc-msc".
    public var reason: String

    public init(
        address: ResourceAddress,
        specification: any Specification,
        dependencies: [ResourceAddress] = [],
        redundancy: Redundancy? = nil,
        source: SourcePosition,
        reason: String
    ) {
        self.address = address
        self.specification = specification
        self.dependencies = dependencies
        self.redundancy = redundancy
        self.source = source
        self.reason = reason
    }
}
