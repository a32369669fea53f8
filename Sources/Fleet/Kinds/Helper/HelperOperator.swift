internal import BrokerModel
internal import Execution

/// The host helper itself. Every answer of a helper tells which one is
/// installed, so there is nothing to ask for.
struct HelperOperator: KindOperator {
    var kind: ResourceKind { HelperSpecification.kind }

    func observed(in findings: HostFindings) -> [ObservedResource] {
        guard let digest = findings.answer.installed else { return [] }
        return findings.wanted.filter { $0.address.kind == kind }.map { resource in
            ObservedResource(
                address: resource.address, observation: HelperObservation(digest: digest),
                isOwned: findings.owns(resource.address))
        }
    }

    func perform(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        guard step.verb == StepVerb.install else { throw unknownVerb(step) }
        let wanted: HelperSpecification = try specification(of: step)
        guard wanted.digest == HelperScript.digest else {
            throw stale(step, "this version of Isobar brings another helper than the plan names")
        }
        try await host.link.run(InstallVerb(user: host.link.host.access.user))
        await host.link.helperWasInstalled()
        return StepOutput()
    }
}
