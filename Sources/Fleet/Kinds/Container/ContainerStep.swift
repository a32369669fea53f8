internal import BrokerModel
internal import DockerEngine

/// One step on one container, with what the engine has of it now.
struct ContainerStep: Sendable {
    let step: Step
    let engine: DockerClient
    let found: ContainerInspection?
    let broker: CentreID

    /// What a replacement waits for between the old one's end and the new one's
    /// start.
    let handover: @Sendable () async throws -> Void

    func create() async throws {
        let wanted = try specification()
        try await removeLeftovers()
        if let found {
            guard isResult(found, of: wanted) else {
                throw Failure(
                    .nameTaken, attempted: "create the container", on: step.resource.description,
                    response: "there is a container of this name, made from \(found.configuration.image)",
                    remedy: "rename or remove it, and make a new plan")
            }
            return try await run(found, wanted)
        }
        try await engine.startContainer(try await make(wanted, named: wanted.name))
    }

    /// In place: the sibling serves meanwhile (OPERATIONS 5). The old one is
    /// never killed: it gets the time it needs to hand over what it holds.
    ///
    /// The new one is made beside the old one before that stops, and the old one
    /// goes only when the new one has started: what the engine refuses leaves
    /// the old one serving, or brings it back.
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
        try await removeLeftovers()
        let new = try await make(wanted, named: step.resource.name + InterimName.new)
        do {
            try await stop(found, patience: wanted.stopTimeoutSeconds)
            try await engine.renameContainer(found.id, to: step.resource.name + InterimName.old)
            try await engine.renameContainer(new, to: step.resource.name)
            try await handover()
            try await engine.startContainer(new)
        } catch {
            await putBack(found, insteadOf: new)
            throw error
        }
        try await engine.removeContainer(found.id)
    }

    /// Gives a container its name back that somebody renamed.
    func rename() async throws {
        if let found {
            guard OwnershipLabels(found.configuration.labels).name(step.resource, broker) else {
                throw stale("another container has its name")
            }
            return
        }
        let ours = try await engine.containers(all: true).filter { container in
            OwnershipLabels(container.labels).name(step.resource, broker)
                && !container.names.contains(where: InterimName.isOne)
        }
        guard let renamed = ours.first, ours.count == 1 else {
            throw stale("\(ours.count) containers are recorded as \(step.resource.name)")
        }
        try await engine.renameContainer(renamed.id, to: step.resource.name)
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
        try await takeAway(found)
    }

    // MARK: - Parts

    /// Makes the container; it does not run yet.
    private func make(_ wanted: ContainerSpecification, named name: String) async throws -> String {
        let creation = try ContainerCreation(wanted, at: step.resource, broker: broker)
        let id = try await engine.createContainer(name, creation).id
        do {
            for network in wanted.networkNames.dropFirst() { try await engine.connect(id, to: network) }
        } catch {
            _ = try? await engine.removeContainer(id)
            throw error
        }
        return id
    }

    /// What a replacement that was killed left behind.
    private func removeLeftovers() async throws {
        for suffix in InterimName.all {
            guard let left = try await engine.container(step.resource.name + suffix),
                OwnershipLabels(left.configuration.labels).name(step.resource, broker)
            else { continue }
            try await takeAway(left)
        }
    }

    /// Stops and removes a container. That it is gone meanwhile is what was
    /// wanted: the engine may still be carrying out what a killed run asked for.
    private func takeAway(_ found: ContainerInspection) async throws {
        do {
            try await stop(found, patience: 0)
        } catch {
            guard try await engine.container(found.id) == nil else { throw error }
        }
        try await engine.removeContainer(found.id)
    }

    /// As good as it can be, and to its end even when the step is given up.
    private func putBack(_ old: ContainerInspection, insteadOf new: String) async {
        let (engine, name) = (engine, step.resource.name)
        let ran = old.state.status == .running
        await Task {
            _ = try? await engine.removeContainer(new, force: true)
            // Refused where it has its name still.
            try? await engine.renameContainer(old.id, to: name)
            if ran { _ = try? await engine.startContainer(old.id) }
        }.value
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
    private func stop(_ found: ContainerInspection, patience: Int) async throws {
        let own = found.configuration.stopTimeout ?? Self.defaultStopTimeout
        try await engine.stopContainer(found.id, timeout: max(own, .seconds(patience)))
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
