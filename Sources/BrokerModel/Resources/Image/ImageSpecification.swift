/// An image that must be in a host's engine.
public struct ImageSpecification: Specification {
    public static let kind = ResourceKind("image")

    public var reference: ImageReference
    public var supply: ImageSupply

    public init(reference: ImageReference, supply: ImageSupply) {
        self.reference = reference
        self.supply = supply
    }

    /// Which image a tag means in a registry only the registry knows; the
    /// controller's own is known by its id.
    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("reference", reference.text)
        if let content = supply.content { fingerprint.field("id", content.image.id) }
    }
}
