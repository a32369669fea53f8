/// What a plan means for one node while it is carried out.
public struct Impact: Sendable, Hashable, Codable {
    public var centreId: String

    /// Whether the node runs on one instance for some of the time.
    public var redundancyReduced: Bool

    /// For how long at most, all times together, in seconds: what its containers
    /// may take to stop and to be well again. A step that takes longer fails, and
    /// the rollout with it. 0 when redundancy is not reduced.
    public var atMostSeconds: Int

    public init(centreId: String, redundancyReduced: Bool, atMostSeconds: Int = 0) {
        self.centreId = centreId
        self.redundancyReduced = redundancyReduced
        self.atMostSeconds = atMostSeconds
    }

    /// A plan file of a version that did not say how long has no such key.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        centreId = try values.decode(String.self, forKey: .centreId)
        redundancyReduced = try values.decode(Bool.self, forKey: .redundancyReduced)
        atMostSeconds = try values.decodeIfPresent(Int.self, forKey: .atMostSeconds) ?? 0
    }
}
