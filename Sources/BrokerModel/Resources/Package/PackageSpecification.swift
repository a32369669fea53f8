/// A Debian package on a host. Whoever installed it: it is there, and then it is
/// as wanted, in whatever version.
public struct PackageSpecification: Specification {
    public static let kind = ResourceKind("package")

    /// As apt calls it: `haproxy`.
    public var name: String

    /// All packages that are wanted on the same host, this one among them: what is
    /// missing of them is installed in one run of apt.
    public var companions: [String]

    /// Whether it brings the container engine: then any engine that is there will
    /// do, from whatever package it came.
    public var bringsEngine: Bool

    public init(name: String, companions: [String] = [], bringsEngine: Bool = false) {
        self.name = name
        self.companions = companions
        self.bringsEngine = bringsEngine
    }

    /// Debian's package of the container engine.
    public static let engine = "docker.io"

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("name", name)
    }
}
