/// The routes a running Traefik has loaded: the proof that the dynamic files
/// and the containers' labels took effect.
public struct TraefikSpecification: Specification {
    public static let kind = ResourceKind("traefik")

    /// Names of the routers that must be enabled, as the API names them:
    /// `ca-eccc-msc@docker`, `ca-eccc-msc_metrics@file`.
    public var routers: [String]

    public init(routers: [String]) {
        self.routers = routers.sorted()
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("routers", routers)
    }
}
