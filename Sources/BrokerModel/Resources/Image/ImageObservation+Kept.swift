extension ImageObservation {
    /// The environment is closed by the rule for containers, which inherit it:
    /// what is equal stays equal.
    public struct Kept: Codable, Sendable {
        var id: String
        var environment: [String: String]
        var closedEnvironment: [String: String]
        var command: [String]?
        var entrypoint: [String]?
        var user: String
        var labels: [String: String]
        var healthCheck: HealthCheck?
    }

    public func kept(closing seal: ObservationSeal) -> Kept {
        let closed = environment.filter { !PublicVariables.contains($0.key) }
        return Kept(
            id: id, environment: environment.filter { closed[$0.key] == nil },
            closedEnvironment: closed.mapValues { seal.close(ConfidentialText($0)) }, command: command,
            entrypoint: entrypoint, user: user, labels: labels, healthCheck: healthCheck)
    }

    public init(_ kept: Kept, opening seal: ObservationSeal) {
        self.init(
            id: kept.id,
            environment: kept.environment.merging(
                kept.closedEnvironment.mapValues { seal.open($0).withRevealed { $0 } }
            ) { plain, _ in plain },
            command: kept.command, entrypoint: kept.entrypoint, user: kept.user, labels: kept.labels,
            healthCheck: kept.healthCheck)
    }
}
