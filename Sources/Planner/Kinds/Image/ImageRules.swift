import BrokerModel

/// Images are brought and never removed: a removed image cannot be gone back
/// to, and space is the operator's business.
enum ImageRules: KindRules {
    static let ownership = Ownership.shared

    static func difference(
        _ desired: ImageSpecification, _ observed: ImageObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        guard observed == nil else { return .none }
        guard desired.distribution == .pull else {
            return .obstacle(
                "the image is not on the host and this version does not push images: load it there, "
                    + "with docker save and docker load, or set images: {distribution: pull}")
        }
        let change = FieldChange(field: "reference", from: nil, to: desired.reference.text)
        return .steps([Proposal(action: .create, verb: StepVerb.pull, changes: [change])])
    }
}
