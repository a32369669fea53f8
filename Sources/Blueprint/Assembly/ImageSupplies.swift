import BrokerModel

/// Where the hosts of a broker get their images from.
struct ImageSupplies {
    private let distribution: ImageDistribution
    private let found: [ImageReference: ImageSupply]

    /// - Parameter found: what the controller has, when images are pushed.
    init(_ distribution: ImageDistribution, _ found: [ImageReference: ImageSupply]) {
        self.distribution = distribution
        self.found = found
    }

    subscript(reference: ImageReference) -> ImageSupply {
        switch distribution {
        case .pull: .registry
        case .push: found[reference] ?? .nowhere("nobody looked whether the controller has the image")
        }
    }
}
