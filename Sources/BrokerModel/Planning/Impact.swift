/// What a plan means for one node while it is carried out.
public struct Impact: Sendable, Hashable, Codable {
    public var centreId: String

    /// Whether the node runs on one instance for some of the time.
    public var redundancyReduced: Bool

    public init(centreId: String, redundancyReduced: Bool) {
        self.centreId = centreId
        self.redundancyReduced = redundancyReduced
    }
}
