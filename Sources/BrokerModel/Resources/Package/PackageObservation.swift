/// A package that is installed on a host.
public struct PackageObservation: ResourceObservation, Codable {
    public typealias Kept = Self

    public static let kind = PackageSpecification.kind

    /// As dpkg tells it; empty for an engine that came from another package.
    public var version: String

    public init(version: String) {
        self.version = version
    }

    /// The version is none of it: Debian's security updates change it, and a plan
    /// does not depend on it.
    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("installed", 1)
    }

    public var record: [String: String] {
        ["version": version]
    }
}
