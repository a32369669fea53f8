internal import BrokerModel
internal import DockerEngine
internal import Execution

struct ContainerOperator: KindOperator {
    var kind: ResourceKind { ContainerSpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        if !wanted.isEmpty { question.asksEngine = true }
    }

    func ask(aboutOwned names: Set<String>, _ question: inout HostQuestion) {
        if !names.isEmpty { question.asksEngine = true }
    }

    /// Every container of the host, foreign ones too: they may have the name
    /// or the port of one that is wanted.
    func observed(in findings: HostFindings) -> [ObservedResource] {
        let wanted = Dictionary(
            findings.wanted.compactMap { resource in
                (resource.specification as? ContainerSpecification).map { ($0.name, $0) }
            },
            uniquingKeysWith: { first, _ in first })
        return (findings.inventory?.containers ?? []).map { inspection in
            let address = ResourceAddress(findings.host, kind, inspection.name)
            let labels = OwnershipLabels(inspection.configuration.labels)
            return ObservedResource(
                address: address,
                observation: ContainerObservation(inspection, wanted: wanted[inspection.name]),
                isOwned: isOwned(address, labels, findings))
        }
    }

    /// By the host's record or its own; and what a replacement left behind is
    /// ours if what it replaced is.
    private func isOwned(_ address: ResourceAddress, _ labels: OwnershipLabels, _ findings: HostFindings) -> Bool {
        var known = [address]
        if let base = InterimName.base(of: address.name) { known.append(ResourceAddress(findings.host, kind, base)) }
        return known.contains { findings.owns($0) || labels.name($0, findings.settings.broker) }
    }

    func present(_ names: Set<String>, in answer: HelperAnswer, on host: FleetHost) async throws -> Set<String> {
        guard answer.hasEngine != false else { return [] }
        return names.intersection(try await host.link.engine().containers(all: true).flatMap(\.names))
    }

    func perform(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        guard let perform = Self.verbs[step.verb] else { throw unknownVerb(step) }
        let engine = await host.link.engine()
        let found = try await engine.container(step.resource.name)
        let container = ContainerStep(
            step: step, engine: engine, found: found, broker: host.settings.broker, handover: host.handover)
        try await perform(container)()
        return StepOutput()
    }

    private static let verbs: [String: @Sendable (ContainerStep) -> () async throws -> Void] = [
        StepVerb.create: ContainerStep.create,
        StepVerb.replace: ContainerStep.replace,
        StepVerb.update: ContainerStep.update,
        StepVerb.rename: ContainerStep.rename,
        StepVerb.start: ContainerStep.start,
        StepVerb.connect: ContainerStep.connect,
        StepVerb.remove: ContainerStep.remove,
    ]

    func health(of members: [ResourceAddress], on host: FleetHost) async throws -> [ResourceAddress: MemberHealth] {
        let engine = await host.link.engine()
        let inspections = try await engine.containers(inspecting: members.map(\.name))
        let probes = try await probe(inspections, on: host)
        let redis = try await redis(inspections, on: host)
        let emqx = try await emqx(inspections, on: host)
        return members.reduce(into: [:]) { health, member in
            guard let inspection = inspections.first(where: { $0.name == member.name }) else {
                health[member] = MemberHealth(isRunning: false, isHealthy: false, note: "there is no such container")
                return
            }
            health[member] = ContainerHealth(inspection).health(probes, redis: redis, emqx: emqx)
        }
    }

    /// What the host's Redis node tells, if it is among them.
    private func redis(_ inspections: [ContainerInspection], on host: FleetHost) async throws -> RedisView? {
        guard inspections.contains(where: { ContainerHealth($0).isRedis }) else { return nil }
        let answer = try await host.link.run(LookVerb(asksRedis: true), timeout: .seconds(20))
        return try RedisConversation.view(in: answer, of: host.name)
    }

    /// What the host's EMQX member tells, if it is among them.
    private func emqx(_ inspections: [ContainerInspection], on host: FleetHost) async throws -> EMQXView? {
        guard inspections.contains(where: { ContainerHealth($0).isEMQX }) else { return nil }
        let answer = try await host.link.run(LookVerb(asksMembers: true), timeout: .seconds(20))
        return try EMQXConversation.view(in: answer, of: host.name)
    }

    /// Asks the antiloop containers among them, all at once.
    private func probe(_ inspections: [ContainerInspection], on host: FleetHost) async throws -> [String: ProbeReport] {
        let addresses = inspections.compactMap { ContainerHealth($0).probedAddress }
        if addresses.isEmpty { return [:] }
        return try await host.link.run(ProbeVerb(addresses: addresses), timeout: .seconds(20)).probes
    }
}
