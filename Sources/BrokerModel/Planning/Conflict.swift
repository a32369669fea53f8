/// Something on a host that has the place of a wanted resource and is not
/// Isobar's. It is never touched.
public struct Conflict: Sendable, Hashable {
    public var resource: ResourceAddress
    public var explanation: String

    public init(resource: ResourceAddress, explanation: String) {
        self.resource = resource
        self.explanation = explanation
    }
}
