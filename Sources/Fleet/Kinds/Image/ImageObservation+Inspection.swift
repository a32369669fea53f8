internal import BrokerModel
internal import DockerEngine

extension ImageObservation {
    init(_ image: ImageInspection) {
        self.init(id: image.id, image.configuration)
    }

    /// The image as a host shows it once the archive is loaded there.
    init(_ image: ArchivedImage) {
        self.init(id: image.id, image.configuration)
    }

    private init(id: String, _ configuration: ContainerConfiguration) {
        self.init(
            id: id,
            environment: configuration.environment.reduce(into: [:]) { variables, variable in
                // What is in an image is no secret: whoever has it can read it.
                variables[variable.name] = variable.value?.withRevealed { $0 } ?? ""
            },
            command: configuration.command,
            entrypoint: configuration.entrypoint,
            user: configuration.user ?? "",
            labels: configuration.labels,
            healthCheck: configuration.healthCheck.map(HealthCheck.init))
    }
}
