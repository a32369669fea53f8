/// One resource as found on a host.
public struct ObservedResource: Sendable, Equatable {
    public var address: ResourceAddress
    public var observation: any ResourceObservation

    /// Whether Isobar created it, by the host's own record.
    public var isOwned: Bool

    public init(address: ResourceAddress, observation: any ResourceObservation, isOwned: Bool) {
        self.address = address
        self.observation = observation
        self.isOwned = isOwned
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.address == right.address && left.isOwned == right.isOwned && left.observation.equals(right.observation)
    }
}
