/// A network as the engine reports it.
public struct NetworkObservation: ResourceObservation, Codable {
    public typealias Kept = Self

    public static let kind = NetworkSpecification.kind

    public var driver: String

    /// The containers attached, by name.
    public var containers: [String]

    public init(driver: String, containers: [String] = []) {
        self.driver = driver
        self.containers = containers
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("driver", driver)
    }

    public var record: [String: String] {
        ["driver": driver]
    }
}
