import Blueprint
import BrokerModel
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
        if policy.apply == .observe {
            throw refused("the policy is to observe only", "set policy: {apply: approval} in isobar.yaml to apply plans")
        }
        try checkDeletes()
        try checkImages()
        try checkPackageSource()
    }

    private func checkDeletes() throws {
        let count = prepared.plan.deletions
        let limit = request.allowedDeletes ?? min(policy.maxDeletes, prepared.limits.maxDeletes)
        guard count > limit else { return }
        throw refused(
            "it deletes \(count) nodes and hosts, \(limit) are allowed",
            "if that is meant, add: --allow-deletes \(count)")
    }

    private func checkImages() throws {
        var images: Set<ImageReference> = []
        for step in prepared.plan.steps {
            if let image = (step.specification as? ContainerSpecification)?.image { images.insert(image) }
        }
        let refusedImages = images.filter { !policy.allows($0) }.sorted()
        guard !refusedImages.isEmpty else { return }
        throw refused(
            "policy.allowedImages does not admit " + refusedImages.map(\.text).joined(separator: ", "),
            "extend allowedImages in isobar.yaml, or change the image in the desired state")
    }

    /// What is installed runs scripts as root, so where it comes from is not for
    /// commits alone to say.
    private func checkPackageSource() throws {
        guard let source = prepared.loaded.desired.broker.packageSource, !policy.allows(source) else { return }
        let isUsed = prepared.plan.steps.contains { step in
            step.resource.kind == PackageSpecification.kind
                || (step.resource.name == BrokerBlueprint.packageSourceFile && step.action != .delete)
        }
        guard isUsed else { return }
        throw refused(
            "policy.allowedPackageSources does not admit \(source.url), from which hosts would take packages",
            "if it is yours, add to policy in isobar.yaml: allowedPackageSources: [\"\(source.url)\"]; "
                + "else take packages: out of broker.yaml")
    }

    private func refused(_ response: String, _ remedy: String) -> Failure {
        Failure(
            .refusedByPolicy, attempted: "apply the plan", on: "commit \(prepared.plan.commit.prefix(10))",
            response: response, remedy: remedy)
    }
}
