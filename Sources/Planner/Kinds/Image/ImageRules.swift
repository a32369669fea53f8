import BrokerModel

/// Images are brought and never removed: a removed image cannot be gone back
/// to, and space is the operator's business.
enum ImageRules: KindRules {
    static let ownership = Ownership.shared

    static func difference(
        _ desired: ImageSpecification, _ observed: ImageObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        let reference = FieldChange(field: "reference", from: nil, to: desired.reference.text)
        switch desired.supply {
        case .registry:
            guard observed == nil else { return .none }
            return .steps([Proposal(action: .create, verb: StepVerb.pull, changes: [reference])])
        case .nowhere(let explanation):
            return observed == nil ? .obstacle(explanation) : .none
        case .controller(let content):
            guard observed?.id != content.image.id else { return .none }
            let id = FieldChange(field: "id", from: observed?.id, to: content.image.id)
            let source = FieldChange(
                field: "source", from: nil, to: "\(content.origin), \(ByteCount(content.bytes))")
            return .steps([
                Proposal(
                    action: observed == nil ? .create : .update, verb: StepVerb.push,
                    changes: (observed == nil ? [reference] : []) + [id, source])
            ])
        }
    }

    /// The image a container gets when the plan has been carried out: the one
    /// that is on the host, unless the controller streams another.
    static func image(_ reference: ImageReference, on host: HostView) -> ImageObservation? {
        let address = host.address(ImageSpecification.kind, reference.text)
        for change in host.changes where change.address == address {
            if let content = (change.specification as? ImageSpecification)?.supply.content { return content.image }
        }
        return host.observed.resources[address]?.observation as? ImageObservation
    }

    static func drift(of resource: DriftedResource, _ observed: ImageObservation?) -> DriftAccount? {
        guard observed != nil, !resource.steps.isEmpty else { return commonDrift(of: resource) }
        return DriftAccount(.imageMoved, "is another image there than the controller has under this name")
    }

    static var wayOut: String {
        "take the tag away there (docker rmi), or name the image otherwise in the desired state, and plan again"
    }
}
