/// A bridge network of a host's container engine.
public struct NetworkSpecification: Specification {
    public static let kind = ResourceKind("network")

    public var name: String
    public var driver: String

    public init(name: String, driver: String = "bridge") {
        self.name = name
        self.driver = driver
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("name", name)
        fingerprint.field("driver", driver)
    }
}
