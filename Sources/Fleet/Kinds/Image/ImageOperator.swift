internal import BrokerModel
internal import DockerEngine
internal import Execution

struct ImageOperator: KindOperator {
    var kind: ResourceKind { ImageSpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        if !wanted.isEmpty { question.asksEngine = true }
        question.images.formUnion(wanted.compactMap { ($0.specification as? ImageSpecification)?.reference })
    }

    func ask(aboutOwned names: Set<String>, _ question: inout HostQuestion) {
        let references = names.compactMap(ImageReference.init)
        if !references.isEmpty { question.asksEngine = true }
        question.images.formUnion(references)
    }

    func present(_ names: Set<String>, in answer: HelperAnswer, on host: FleetHost) async throws -> Set<String> {
        guard answer.hasEngine != false else { return [] }
        let tags = Set(try await host.link.engine().images().flatMap(\.tags))
        return names.filter { name in
            // A list does not tell under which digests images were pulled.
            guard let reference = ImageReference(name), !reference.isByDigest else { return true }
            return tags.contains(reference.familiarName)
        }
    }

    func observed(in findings: HostFindings) -> [ObservedResource] {
        (findings.inventory?.images ?? [:]).map { reference, image in
            let address = ResourceAddress(findings.host, kind, reference.text)
            return ObservedResource(
                address: address, observation: ImageObservation(image), isOwned: findings.owns(address))
        }
    }

    func perform(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        let wanted: ImageSpecification = try specification(of: step)
        switch (step.verb, wanted.supply) {
        case (StepVerb.pull, _):
            let engine = await host.link.engine()
            // An engine that came only now may have brought what it once had.
            guard try await engine.image(wanted.reference.text) == nil else {
                return StepOutput(tail: "it was on the host already")
            }
            try await engine.pullImage(wanted.reference)
        case (StepVerb.push, .controller(let content)):
            try await ImagePush(step: step, wanted: wanted, content: content, host: host).run()
        default:
            throw unknownVerb(step)
        }
        return StepOutput()
    }
}
