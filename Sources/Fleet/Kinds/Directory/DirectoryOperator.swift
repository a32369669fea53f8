internal import BrokerModel
internal import Execution

struct DirectoryOperator: KindOperator {
    var kind: ResourceKind { DirectorySpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        for resource in wanted {
            if let path = AbsolutePath("/" + resource.address.name) { question.look.paths.insert(path) }
        }
    }

    func observed(in findings: HostFindings) -> [ObservedResource] {
        let names = findings.names(of: kind)
        return findings.answer.entries.uniqueByPath.compactMap { entry in
            let name = String(entry.path.dropFirst())
            guard names.contains(name) else { return nil }
            let address = ResourceAddress(findings.host, kind, name)
            return ObservedResource(
                address: address,
                observation: DirectoryObservation(ownership: entry.ownership, isDirectory: entry.type == .directory),
                isOwned: findings.owns(address))
        }
    }

    func present(_ names: Set<String>, in answer: HelperAnswer, on host: FleetHost) async throws -> Set<String> {
        names.intersection(answer.entries.map { String($0.path.dropFirst()) })
    }

    func perform(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        switch step.verb {
        case StepVerb.put:
            return try await put(step, on: host)
        case StepVerb.remove:
            return try await remove(step, on: host)
        default:
            throw unknownVerb(step)
        }
    }

    private func put(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        let verb = MakeDirectoryVerb(
            specification: try specification(of: step),
            expected: (step.observation as? DirectoryObservation)?.ownership)
        _ = try await host.change(verb)
        return StepOutput()
    }

    /// A directory in which something foreign lies stays where it is; it is no
    /// longer ours then.
    private func remove(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        guard let path = AbsolutePath("/" + step.resource.name) else { throw stale(step, "that is no path") }
        let result = try await host.change(RemoveVerb(path: path, target: .directory), tolerating: [.notEmpty])
        guard result.outcome == .notEmpty else { return StepOutput() }
        return StepOutput(tail: "left in place, it holds what is not Isobar's: \(PrintableText(result.message).tail)")
    }
}
