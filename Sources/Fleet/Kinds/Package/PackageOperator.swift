internal import BrokerModel
internal import Execution

/// Debian packages, through apt.
struct PackageOperator: KindOperator {
    var kind: ResourceKind { PackageSpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        question.look.packages.formUnion(wanted.map(\.address.name))
    }

    func observed(in findings: HostFindings) -> [ObservedResource] {
        findings.wanted.compactMap { resource in
            guard let wanted = resource.specification as? PackageSpecification else { return nil }
            let found = findings.answer.packages[wanted.name]
            guard let version = found ?? (wanted.bringsEngine && findings.answer.hasEngine == true ? "" : nil) else {
                return nil
            }
            return ObservedResource(
                address: resource.address, observation: PackageObservation(version: version),
                isOwned: findings.owns(resource.address))
        }
    }

    /// The first step of a host brings all that is missing there; the others see
    /// that theirs is among it.
    func perform(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        guard step.verb == StepVerb.install else { throw unknownVerb(step) }
        let wanted: PackageSpecification = try specification(of: step)
        let names = wanted.companions.contains(wanted.name) ? wanted.companions : [wanted.name]
        // Downloads have limits of their own in the helper; what apt has begun to
        // install is not given up.
        let answer = try await host.link.run(PackageVerb(names: names), timeout: Self.patience)
        return StepOutput(tail: answer.results.first.map { PrintableText($0.message).tail } ?? "")
    }

    private static let patience = Duration.seconds(3600)
}
