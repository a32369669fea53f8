internal import BrokerModel
internal import Execution

/// The account of the containers' files.
struct AccountOperator: KindOperator {
    var kind: ResourceKind { AccountSpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        question.look.accounts += wanted.compactMap { $0.specification as? AccountSpecification }
    }

    /// One that is not there is only worth telling when something is in its way.
    func observed(in findings: HostFindings) -> [ObservedResource] {
        findings.wanted.filter { $0.address.kind == kind }.compactMap { resource in
            guard let found = findings.answer.accounts[resource.address.name],
                found.numbers != nil || found.uidHolder != nil || found.namesakeGID != nil
            else { return nil }
            return ObservedResource(
                address: resource.address, observation: found, isOwned: findings.owns(resource.address))
        }
    }

    func perform(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        guard step.verb == StepVerb.create || step.verb == StepVerb.update else { throw unknownVerb(step) }
        try await host.link.run(AccountVerb(specification: try specification(of: step)))
        return StepOutput()
    }
}
