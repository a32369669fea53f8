public import BrokerModel

/// The rules changes are held against (`previews.policies` in `isobar.yaml`).
public struct PreviewPolicies: Sendable, Equatable {
    /// Where they differ from the standard.
    public var levels: [PreviewPolicy: PreviewPolicy.Level]

    /// How many nodes one change may touch.
    public var nodesPerChange: Int

    /// How many instances one antiloop host may have.
    public var instancesPerHost: Int

    /// The centres of the WMO registry; nil when nobody gave the list.
    public var registeredCentres: Set<CentreID>?

    public init(
        levels: [PreviewPolicy: PreviewPolicy.Level] = [:], nodesPerChange: Int = 25, instancesPerHost: Int = 150,
        registeredCentres: Set<CentreID>? = nil
    ) {
        self.levels = levels
        self.nodesPerChange = nodesPerChange
        self.instancesPerHost = instancesPerHost
        self.registeredCentres = registeredCentres
    }

    public func level(of policy: PreviewPolicy) -> PreviewPolicy.Level { levels[policy] ?? policy.standardLevel }
}
