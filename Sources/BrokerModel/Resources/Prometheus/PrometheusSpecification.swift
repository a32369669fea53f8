/// The configuration a running Prometheus has loaded. The files are resources
/// of their own; this is the process.
public struct PrometheusSpecification: Specification {
    public static let kind = ResourceKind("prometheus")

    /// Names of the groups of rules that must be loaded.
    public var groups: [String]

    public init(groups: [String]) {
        self.groups = groups.sorted()
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("groups", groups)
    }
}
