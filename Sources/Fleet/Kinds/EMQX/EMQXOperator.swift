internal import BrokerModel
internal import DockerEngine
internal import Execution

/// The EMQX cluster on the brokers, and who may come into it.
struct EMQXOperator: KindOperator {
    var kind: ResourceKind { EMQXClusterSpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        guard !wanted.isEmpty else { return }
        question.look.asksMembers = true
        question.look.asksDoor = true
    }

    /// Whose container it is, his is the member. Where none answers there is
    /// nothing that could be somebody's.
    func observed(in findings: HostFindings) throws -> [ObservedResource] {
        guard findings.answer.emqxDoor != nil else { return [] }
        let view = try EMQXConversation.view(in: findings.answer, of: findings.host)
        let container = EMQXClusterSpecification.container(on: findings.host)
        var observation = EMQXObservation(views: [findings.host: view])
        if view.door != nil, let password = startedWith(findings) { observation.passwords[findings.host] = password }
        return [
            ObservedResource(
                address: ResourceAddress(findings.host, kind, ResourceAddress.partName), observation: observation,
                isOwned: !view.isAnswering || findings.owns(container))
        ]
    }

    /// The password the container was started with, by which its member was asked.
    private func startedWith(_ findings: HostFindings) -> ConfidentialText? {
        let container = findings.inventory?.containers.first { $0.name == EMQXClusterSpecification.containerName }
        let variable = container?.configuration.environment.first { $0.name == "EMQX_DASHBOARD__DEFAULT_PASSWORD" }
        return variable?.value.map { ConfidentialText($0) }
    }

    func perform(_ step: Step, onAll hosts: [FleetHost]) async throws -> StepOutput {
        let conversation = EMQXConversation(step: step, hosts: hosts)
        let wanted: EMQXClusterSpecification = try specification(of: step)
        switch step.verb {
        case StepVerb.create, StepVerb.configure: try await conversation.configure(wanted)
        case StepVerb.mend: try await conversation.gather(wanted.nodes)
        default: throw unknownVerb(step)
        }
        return StepOutput()
    }
}
