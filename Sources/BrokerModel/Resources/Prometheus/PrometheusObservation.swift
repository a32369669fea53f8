/// What a running Prometheus says of its configuration.
public struct PrometheusObservation: ResourceObservation, Codable {
    public typealias Kept = Self

    public static let kind = PrometheusSpecification.kind

    public var answers: Bool

    /// Whether it took its files the last time it read them
    /// (`prometheus_config_last_reload_successful`). If not, it goes on with
    /// what it had, and does not start again once it has ended.
    public var tookFiles: Bool

    /// Whether its files changed since it last took them.
    public var isOutdated: Bool

    /// Names of the groups of rules it has loaded.
    public var groups: [String]

    public init(answers: Bool, tookFiles: Bool = false, isOutdated: Bool = false, groups: [String] = []) {
        self.answers = answers
        self.tookFiles = tookFiles
        self.isOutdated = isOutdated
        self.groups = groups
    }

    /// A result of files and container, not a premise of any step.
    public func add(to fingerprint: inout Fingerprint) {}

    public var record: [String: String] {
        [
            "answers": String(answers), "tookFiles": String(tookFiles), "outdated": String(isOutdated),
            "groups": groups.joined(separator: ", "),
        ]
    }
}
