internal import BrokerModel
internal import Execution

/// The running Prometheus; its files are resources of their own.
struct PrometheusOperator: KindOperator {
    var kind: ResourceKind { PrometheusSpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        if !wanted.isEmpty { question.look.asksPrometheus = true }
    }

    func observed(in findings: HostFindings) -> [ObservedResource] {
        findings.wanted.filter { $0.address.kind == kind }.map { resource in
            ObservedResource(
                address: resource.address, observation: PrometheusState.observation(findings.answer.prometheus),
                isOwned: findings.owns(resource.address))
        }
    }

    func perform(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        guard step.verb == StepVerb.reload else { throw unknownVerb(step) }
        let wanted: PrometheusSpecification = try specification(of: step)
        try await host.link.run(PrometheusVerb(), timeout: Self.patience)
        let seen = PrometheusState.observation(try await host.link.run(LookVerb(asksPrometheus: true)).prometheus)
        let missing = Set(wanted.groups).subtracting(seen.groups).sorted()
        guard seen.answers, seen.tookFiles, missing.isEmpty else {
            throw Failure(
                .healthGateFailed, attempted: "see Prometheus run with its files", on: step.resource.description,
                response: !seen.answers
                    ? "after the reload it does not answer"
                    : !seen.tookFiles
                    ? "it goes on with what it had" : "it has not loaded the rules \(missing.joined(separator: ", "))",
                remedy: "its log tells why: docker logs prometheus")
        }
        return StepOutput()
    }

    /// One that starts reads what it wrote since its last block first, which
    /// takes minutes where much is scraped; the helper waits for two.
    private static let patience = Duration.seconds(200)
}
