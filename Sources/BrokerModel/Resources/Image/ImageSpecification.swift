/// An image that must be in a host's engine.
public struct ImageSpecification: Specification {
    public static let kind = ResourceKind("image")

    public var reference: ImageReference
    public var distribution: ImageDistribution

    public init(reference: ImageReference, distribution: ImageDistribution) {
        self.reference = reference
        self.distribution = distribution
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("reference", reference.text)
    }
}
