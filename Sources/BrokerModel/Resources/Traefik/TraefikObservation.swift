/// The routes a running Traefik reports (`GET /api/http/routers`).
public struct TraefikObservation: ResourceObservation, Codable {
    public typealias Kept = Self

    public static let kind = TraefikSpecification.kind

    /// Whether its API answered.
    public var answers: Bool

    /// The routers, each with its status (`enabled`, `disabled`, `warning`)
    /// and, when there are, its errors.
    public var routers: [String: Router]

    public struct Router: Sendable, Hashable, Codable {
        public var status: String
        public var errors: [String]

        public init(status: String, errors: [String] = []) {
            self.status = status
            self.errors = errors
        }
    }

    public init(answers: Bool, routers: [String: Router] = [:]) {
        self.answers = answers
        self.routers = routers
    }

    /// Routers come and go with their containers and files, which have steps of
    /// their own; what is observed here is a result, not a premise.
    public func add(to fingerprint: inout Fingerprint) {}

    public var record: [String: String] {
        ["answers": String(answers), "routers": String(routers.count)]
    }
}
