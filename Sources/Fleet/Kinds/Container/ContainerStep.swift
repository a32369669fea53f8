internal import BrokerModel
internal import DockerEngine

/// One step on one container, with what the engine has of it now.
struct ContainerStep: Sendable {
    let step: Step
    let engine: DockerClient
    let found: ContainerInspection?
    let broker: CentreID

    func create() async throws {
        let wanted = try specification()
        if let found {
            guard isResult(found, of: wanted) else {
                throw Failure(
                    .nameTaken, attempted: "create the container", on: step.resource.description,
                    response: "there is a container of this name, made from \(found.configuration.image)",
                    remedy: "rename or remove it, and make a new plan")
            }
            return try await run(found, wanted)
        }
        try await make(wanted)
    }

    /// In place: the sibling serves meanwhile (OPERATIONS 5). The old one is
    /// never killed: it gets the time it needs to hand over what it holds.
    func replace() async throws {
        let wanted = try specification()
        guard let found else { throw stale("the container is gone") }
        if isResult(found, of: wanted), found.id != planned?.id { return try await run(found, wanted) }
        try checkIsPlanned(found)
        guard try await engine.image(wanted.image.text) != nil else {
            throw Failure(
                .imageMissing, attempted: "replace the container", on: step.resource.description,
                response: "the image \(wanted.image) is not on the host; the old container still runs",
                remedy: "bring the image to the host: pull it, or load an archive")
        }
        // Whatever cannot be created shall show before the old one stops.
        _ = try ContainerCreation(wanted, at: step.resource, broker: broker)
        try await stopAndRemove(found, patience: wanted.stopTimeoutSeconds)
        try await make(wanted)
    }

    func update() async throws {
        let wanted = try specification()
        let found = try plannedContainer()
        try await engine.updateContainer(
            found.id, restartPolicy: HostConfiguration.RestartPolicy(.init(rawValue: wanted.restartPolicy.rawValue)))
    }

    func start() async throws {
        let found = try plannedContainer()
        if found.state.status == .paused {
            // The engine has no start for it; a restart lets it go on first.
            try await engine.restartContainer(found.id)
        } else {
            try await engine.startContainer(found.id)
        }
    }

    func connect() async throws {
        let wanted = try specification()
        try await attach(try plannedContainer(), wanted)
    }

    func remove() async throws {
        guard let found else { return }
        try checkIsPlanned(found)
        try await stopAndRemove(found, patience: 0)
    }

    // MARK: - Parts

    private func make(_ wanted: ContainerSpecification) async throws {
        let creation = try ContainerCreation(wanted, at: step.resource, broker: broker)
        let id = try await engine.createContainer(wanted.name, creation).id
        for network in wanted.networkNames.dropFirst() { try await engine.connect(id, to: network) }
        try await engine.startContainer(id)
    }

    /// Ends what an interrupted step began.
    private func run(_ found: ContainerInspection, _ wanted: ContainerSpecification) async throws {
        try await attach(found, wanted)
        try await engine.startContainer(found.id)
    }

    private func attach(_ found: ContainerInspection, _ wanted: ContainerSpecification) async throws {
        for network in wanted.networkNames where found.networks[network] == nil {
            try await engine.connect(found.id, to: network)
        }
    }

    /// - Parameter patience: seconds it may take at least, should its own
    ///   time-out be shorter.
    private func stopAndRemove(_ found: ContainerInspection, patience: Int) async throws {
        let own = found.configuration.stopTimeout ?? Self.defaultStopTimeout
        try await engine.stopContainer(found.id, timeout: max(own, .seconds(patience)))
        try await engine.removeContainer(found.id)
    }

    /// The engine's own, for a container that says nothing.
    private static let defaultStopTimeout = Duration.seconds(10)

    // MARK: - What was planned

    private var planned: ContainerObservation? { step.observation as? ContainerObservation }

    private func specification() throws(Failure) -> ContainerSpecification {
        try ContainerOperator().specification(of: step)
    }

    private func plannedContainer() throws(Failure) -> ContainerInspection {
        guard let found else { throw stale("the container is gone") }
        try checkIsPlanned(found)
        return found
    }

    private func checkIsPlanned(_ found: ContainerInspection) throws(Failure) {
        if found.id != planned?.id { throw stale("it is another container than the plan is about") }
    }

    private func stale(_ response: String) -> Failure { ContainerOperator().stale(step, response) }

    /// Whether it is what this step makes, by its own labels.
    private func isResult(_ found: ContainerInspection, of wanted: ContainerSpecification) -> Bool {
        let labels = found.configuration.labels
        return OwnershipLabels(labels).name(step.resource, broker)
            && labels[ContainerLabels.digest] == ContainerLabels.fingerprint(of: wanted)
            && found.configuration.image == wanted.image.text
    }
}
