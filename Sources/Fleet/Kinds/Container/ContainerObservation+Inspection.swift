internal import BrokerModel
internal import DockerEngine

extension ContainerObservation {
    /// - Parameter wanted: what the container shall be, when it is wanted; it
    ///   tells which variables are secret.
    init(_ inspection: ContainerInspection, wanted: ContainerSpecification?) {
        let configuration = inspection.configuration
        let host = inspection.host
        let secrets = ConfidentialNames(labels: configuration.labels, wanted: wanted)
        self.init(
            id: inspection.id,
            image: configuration.image,
            imageID: inspection.imageID,
            environment: Self.environment(configuration.environment, secrets),
            labels: configuration.labels,
            mounts: inspection.mounts.filter { !Self.isAnonymous($0) }.map {
                // A volume of the engine is known by its name, not its place.
                Mount(source: $0.volume ?? $0.source, target: $0.target, isReadOnly: $0.isReadOnly)
            },
            network: Self.network(inspection),
            extraHosts: host.extraHosts.reduce(into: [:]) { $0[$1.name] = $1.address },
            ports: Self.ports(host),
            restartPolicy: RestartPolicy(rawValue: host.restartPolicy.name.rawValue),
            healthCheck: configuration.healthCheck.map(HealthCheck.init),
            command: configuration.command,
            user: configuration.user ?? "",
            stopTimeoutSeconds: configuration.stopTimeout.map { Int($0.components.seconds) },
            state: ContainerState(inspection),
            attachedNetworks: inspection.networks.keys.sorted())
    }

    private static func environment(
        _ variables: [EnvironmentVariable], _ secrets: ConfidentialNames
    ) -> [String: ConfidentialText] {
        variables.reduce(into: [:]) { environment, variable in
            let value = variable.value ?? Secret("")
            environment[variable.name] =
                secrets.contains(variable.name) ? ConfidentialText(value) : value.withRevealed { ConfidentialText($0) }
        }
    }

    /// A volume the image asks for and nobody named; it is no setting of the
    /// container. The engine gives it 64 hexadecimal digits for a name.
    private static func isAnonymous(_ mount: MountPoint) -> Bool {
        mount.kind == .volume && mount.volume.flatMap { Digest($0) } != nil
    }

    /// The networks it was created for: the one of its network mode first.
    private static func network(_ inspection: ContainerInspection) -> NetworkMode {
        guard let mode = inspection.host.networkMode, mode != "default" else {
            return .networks(inspection.networks.keys.sorted())
        }
        if mode == "host" { return .host }
        return .networks([mode] + inspection.networks.keys.filter { $0 != mode }.sorted())
    }

    private static func ports(_ host: HostConfiguration) -> [PortBinding] {
        host.portBindings.filter { $0.key.transport == .tcp }.flatMap { port, bindings in
            bindings.compactMap { binding in
                binding.number.map {
                    PortBinding(
                        hostAddress: binding.address ?? "", hostPort: Int($0), containerPort: Int(port.number))
                }
            }
        }
        .sorted { ($0.containerPort, $0.hostPort, $0.hostAddress) < ($1.containerPort, $1.hostPort, $1.hostAddress) }
    }
}

extension ContainerState {
    init(_ inspection: ContainerInspection) {
        let state = inspection.state
        self.init(
            status: state.status.rawValue,
            health: state.health == .none ? nil : state.health.rawValue,
            exitCode: state.status == .running ? nil : state.exitCode,
            startedAt: state.startedAt,
            restartCount: inspection.restartCount)
    }
}
