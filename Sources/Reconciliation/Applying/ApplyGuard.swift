import Blueprint
public import BrokerModel
import Planner

/// Whether a plan may be applied at all: policy first, then the world.
struct ApplyGuard {
    let policy: ApplyPolicy
    let prepared: PreparedPlan
    let request: ApplyRequest

    /// - Throws: `refusedByPolicy` or `planStale`, before anything is changed.
    func check() throws {
        if let reviewed = request.reviewed, reviewed != prepared.plan.digest {
            throw Failure(
                .planStale, attempted: "apply the reviewed plan", on: "plan \(reviewed)",
                response: "the same commit now gives plan \(prepared.plan.digest): the hosts changed since the review",
                remedy: "look at the new plan with: isobar plan --ref \(prepared.plan.commit.prefix(10))")
        }
        let observed = prepared.plan.steps.filter { policy.mode(for: $0) == .observe }
        let hasOtherSteps = observed.count < prepared.plan.steps.count
        if !observed.isEmpty || policy.apply == .observe && !hasOtherSteps {
            let part = hasOtherSteps || policy.apply != .observe ? " " + Self.list(observed.map(\.resource)) : ""
            throw refused(
                "the policy is to observe only" + part, "set policy: {apply: approval} in isobar.yaml to apply plans")
        }
        try checkDeletes()
        try checkImages()
        try checkPackageSource()
    }

    private func checkDeletes() throws {
        let count = prepared.plan.deletions
        let limit = request.allowedDeletes ?? prepared.deleteLimit(under: policy)
        guard count > limit else { return }
        throw refused(
            "it deletes \(count) nodes and hosts, \(limit) are allowed",
            "if that is meant, add: --allow-deletes \(count)")
    }

    private func checkImages() throws {
        let refusedImages = Set(policy.refusedImages(of: prepared.plan.steps).values).sorted()
        guard !refusedImages.isEmpty else { return }
        throw refused(
            "policy.allowedImages does not admit " + refusedImages.map(\.text).joined(separator: ", "),
            "extend allowedImages in isobar.yaml, or change the image in the desired state")
    }

    /// What is installed runs scripts as root, so where it comes from is not for
    /// commits alone to say.
    private func checkPackageSource() throws {
        guard let source = prepared.loaded.desired.broker.packageSource,
            !prepared.stepsOfRefusedSource(under: policy).isEmpty
        else { return }
        throw refused(
            "policy.allowedPackageSources does not admit \(source.url), from which hosts would take packages",
            "if it is yours, add to policy in isobar.yaml: allowedPackageSources: [\"\(source.url)\"]; "
                + "else take packages: out of broker.yaml")
    }

    private static func list(_ resources: [ResourceAddress]) -> String {
        let names = Set(resources).sorted().map(\.description)
        return names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
    }

    private func refused(_ response: String, _ remedy: String) -> Failure {
        Failure(
            .refusedByPolicy, attempted: "apply the plan", on: "commit \(prepared.plan.commit.prefix(10))",
            response: response, remedy: remedy)
    }
}

extension PreparedPlan {
    /// How many nodes and hosts may be deleted without a further word.
    public func deleteLimit(under policy: ApplyPolicy) -> Int {
        min(policy.maxDeletes, limits.maxDeletes)
    }

    /// Steps that would have hosts take packages from a source of the commit
    /// that is not admitted.
    public func stepsOfRefusedSource(under policy: ApplyPolicy) -> Set<StepID> {
        guard let source = loaded.desired.broker.packageSource, !policy.allows(source) else { return [] }
        let steps = plan.steps.filter { step in
            step.resource.kind == PackageSpecification.kind
                || (step.resource.name == BrokerBlueprint.packageSourceFile && step.action != .delete)
        }
        return Set(steps.map(\.id))
    }
}

extension ApplyPolicy {
    /// Steps that would make a container from an image that is not admitted.
    public func refusedImages(of steps: [Step]) -> [StepID: ImageReference] {
        var refused: [StepID: ImageReference] = [:]
        for step in steps {
            guard let image = (step.specification as? ContainerSpecification)?.image, !allows(image) else { continue }
            refused[step.id] = image
        }
        return refused
    }
}
