internal import BrokerModel
internal import DockerEngine

extension ContainerCreation {
    /// What the engine is asked for, to make a container as specified.
    ///
    /// - Throws: `validationRefused` for a value that no container can have.
    init(_ specification: ContainerSpecification, at address: ResourceAddress, broker: CentreID) throws(Failure) {
        var configuration = ContainerConfiguration(image: specification.image.text)
        configuration.environment = try Self.environment(specification, address)
        configuration.labels = ContainerLabels.labels(for: specification, at: address, broker: broker)
        configuration.command = specification.command
        configuration.user = specification.user
        configuration.healthCheck = specification.healthCheck.map(ContainerConfiguration.HealthCheck.init)
        configuration.stopTimeout = .seconds(specification.stopTimeoutSeconds)

        var host = HostConfiguration()
        host.restartPolicy = HostConfiguration.RestartPolicy(.init(rawValue: specification.restartPolicy.rawValue))
        host.mounts = specification.mounts.map {
            HostConfiguration.Mount(.bind, from: $0.source, to: $0.target, isReadOnly: $0.isReadOnly)
        }
        host.networkMode = specification.primaryNetwork
        for (name, target) in specification.extraHosts.sorted(by: { $0.key < $1.key }) {
            guard let line = ExtraHost(name, target) else { throw Self.refusal(address, "host name \(name)") }
            host.extraHosts.append(line)
        }
        for binding in specification.ports {
            guard let inner = UInt16(exactly: binding.containerPort), let outer = UInt16(exactly: binding.hostPort)
            else { throw Self.refusal(address, "port \(binding.hostPort):\(binding.containerPort)") }
            configuration.exposedPorts.insert(ContainerPort(inner))
            host.portBindings[ContainerPort(inner), default: []].append(
                HostPort(outer, address: binding.hostAddress.isEmpty ? nil : binding.hostAddress))
        }
        self.init(configuration, on: host)
    }

    private static func environment(
        _ specification: ContainerSpecification, _ address: ResourceAddress
    ) throws(Failure) -> [EnvironmentVariable] {
        var variables: [EnvironmentVariable] = []
        for (name, value) in specification.environment.sorted(by: { $0.key < $1.key }) {
            guard let variable = EnvironmentVariable(name, value.withRevealed { Secret($0) }) else {
                throw refusal(address, "environment variable \(name)")
            }
            variables.append(variable)
        }
        return variables
    }

    private static func refusal(_ address: ResourceAddress, _ what: String) -> Failure {
        Failure(
            .validationRefused, attempted: "create the container", on: address.description,
            response: "no container can have the \(PrintableText(what).tail)", remedy: "correct the desired state")
    }
}

extension ContainerSpecification {
    /// The network a container is created on; nil leaves the engine's default.
    var primaryNetwork: String? {
        switch network {
        case .host: "host"
        case .networks(let names): names.first
        }
    }

    /// The networks it is attached to, in their order; none on the host's.
    var networkNames: [String] {
        switch network {
        case .host: []
        case .networks(let names): names
        }
    }
}
