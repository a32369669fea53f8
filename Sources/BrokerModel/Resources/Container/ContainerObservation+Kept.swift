extension ContainerObservation {
    /// Of the environment only variables that never hold a secret are kept
    /// open. Of a container that others made, nothing is that may hold one.
    public struct Kept: Codable, Sendable {
        var id: String
        var image: String
        var imageID: String
        var environment: [String: String]
        var closedEnvironment: [String: String]
        var labels: [String: String]
        var mounts: [Mount]
        var network: NetworkMode
        var extraHosts: [String: String]
        var ports: [PortBinding]
        var restartPolicy: RestartPolicy?
        var healthCheck: HealthCheck?
        var command: [String]?
        var user: String
        var stopTimeoutSeconds: Int?
        var state: ContainerState
        var attachedNetworks: [String]
    }

    public func kept(closing seal: ObservationSeal) -> Kept {
        let isOurs = labels.keys.contains { $0.hasPrefix("io.isobar.") }
        let open = environment.filter { PublicVariables.contains($0.key) && !$0.value.isConfidential }
        let closed = environment.filter { open[$0.key] == nil }
        func text(_ plain: String) -> String { isOurs ? plain : seal.close(ConfidentialText(plain)) }
        var check = healthCheck
        if let test = healthCheck?.test.map(text) { check?.test = test }
        return Kept(
            id: id, image: image, imageID: imageID, environment: open.mapValues(\.redacted),
            closedEnvironment: closed.mapValues(seal.close), labels: labels.mapValues(text), mounts: mounts,
            network: network, extraHosts: extraHosts, ports: ports, restartPolicy: restartPolicy, healthCheck: check,
            command: command?.map(text), user: user, stopTimeoutSeconds: stopTimeoutSeconds, state: state,
            attachedNetworks: attachedNetworks)
    }

    public init(_ kept: Kept, opening seal: ObservationSeal) {
        let open = kept.environment.mapValues { ConfidentialText($0) }
        self.init(
            id: kept.id, image: kept.image, imageID: kept.imageID,
            environment: open.merging(kept.closedEnvironment.mapValues(seal.open)) { plain, _ in plain },
            labels: kept.labels, mounts: kept.mounts, network: kept.network, extraHosts: kept.extraHosts,
            ports: kept.ports, restartPolicy: kept.restartPolicy, healthCheck: kept.healthCheck, command: kept.command,
            user: kept.user, stopTimeoutSeconds: kept.stopTimeoutSeconds, state: kept.state,
            attachedNetworks: kept.attachedNetworks)
    }
}
