/// A host's own record of what Isobar manages there
/// (`/var/lib/isobar/managed.json`).
///
/// Written before a thing is created, so that whatever exists and is Isobar's
/// is listed. With it the controller's database may be lost and nothing
/// foreign is ever touched.
public struct Manifest: Sendable, Equatable {
    /// The centre-id of the broker the host belongs to; nil before the first
    /// apply.
    public var broker: CentreID?
    public var resources: Set<ResourceAddress>

    public init(broker: CentreID? = nil, resources: Set<ResourceAddress> = []) {
        self.broker = broker
        self.resources = resources
    }
}
