internal import BrokerModel
internal import DockerEngine
internal import Execution

struct NetworkOperator: KindOperator {
    var kind: ResourceKind { NetworkSpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        if !wanted.isEmpty { question.asksEngine = true }
    }

    func ask(aboutOwned names: Set<String>, _ question: inout HostQuestion) {
        if !names.isEmpty { question.asksEngine = true }
    }

    func observed(in findings: HostFindings) -> [ObservedResource] {
        guard let inventory = findings.inventory else { return [] }
        let names = findings.names(of: kind)
        return inventory.networks.filter { names.contains($0.name) }.map { network in
            let address = ResourceAddress(findings.host, kind, network.name)
            let attached = inventory.containers.filter { $0.networks[network.name] != nil }.map(\.name).sorted()
            return ObservedResource(
                address: address,
                observation: NetworkObservation(driver: network.driver, containers: attached),
                isOwned: findings.owns(address)
                    || OwnershipLabels(network.labels).name(address, findings.settings.broker))
        }
    }

    func present(_ names: Set<String>, in answer: HelperAnswer, on host: FleetHost) async throws -> Set<String> {
        guard answer.hasEngine != false else { return [] }
        return names.intersection(try await host.link.engine().networks().map(\.name))
    }

    func perform(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        let engine = await host.link.engine()
        switch step.verb {
        case StepVerb.create:
            try await create(step, with: engine, broker: host.settings.broker)
        case StepVerb.remove:
            return try await remove(step, with: engine, broker: host.settings.broker)
        default:
            throw unknownVerb(step)
        }
        return StepOutput()
    }

    /// A name alone says little: a network that was there before, or that
    /// somebody made anew, does not bear our labels.
    private func remove(_ step: Step, with engine: DockerClient, broker: CentreID) async throws -> StepOutput {
        guard let network = try await engine.network(step.resource.name) else { return StepOutput() }
        guard OwnershipLabels(network.labels).name(step.resource, broker) else {
            return StepOutput(tail: "left in place: Isobar did not create it")
        }
        try await engine.removeNetwork(network.id)
        return StepOutput()
    }

    private func create(_ step: Step, with engine: DockerClient, broker: CentreID) async throws {
        let wanted: NetworkSpecification = try specification(of: step)
        if let found = try await engine.network(wanted.name) {
            guard found.driver == wanted.driver else {
                throw stale(step, "there is a network of this name with the driver \(found.driver)")
            }
            return
        }
        var creation = NetworkCreation(wanted.name, driver: wanted.driver)
        creation.labels = OwnershipLabels(broker: broker, resource: step.resource).labels
        try await engine.createNetwork(creation)
    }
}
