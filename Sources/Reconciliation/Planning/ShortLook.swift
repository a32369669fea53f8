import BrokerModel

/// What has to be looked at again before a plan is carried out that was made from a
/// look shortly before: what it touches, and nothing else.
///
/// Only for plans that disturb nothing. What replaces, deletes, takes turns or changes
/// something there is once in the broker depends on how all of it fares.
struct ShortLook {
    /// A look that is older is made anew as a whole.
    private static let longestAge = Duration.seconds(60)

    private static let kinds: Set<ResourceKind> = [
        ContainerSpecification.kind, DirectorySpecification.kind, FileSpecification.kind, ImageSpecification.kind,
        NetworkSpecification.kind, PrometheusSpecification.kind, TraefikSpecification.kind,
    ]

    /// Of steps that make nothing: what they are about is their own address, and no file
    /// or container beside it.
    private static let verbs: Set<String> = [StepVerb.start, StepVerb.connect, StepVerb.reload, StepVerb.verify]

    /// What the plan touches.
    let addresses: Set<ResourceAddress>

    /// The hosts it is on.
    let hosts: Set<HostName>

    /// Nil when the plan is none that this is enough for.
    init?(for plan: Plan, in desired: DesiredState) {
        guard !plan.steps.isEmpty, plan.conflicts.isEmpty, plan.unreachable.isEmpty, plan.departedHosts.isEmpty,
            plan.heldBack.isEmpty
        else { return nil }
        let quiet = Set((desired.hosts(.antiloop) + desired.hosts(.manage)).map(\.name))
        guard plan.steps.allSatisfy({ Self.isHarmless($0) && $0.resource.host.map(quiet.contains) == true })
        else { return nil }
        addresses = Set(plan.steps.map(\.resource))
        hosts = Set(addresses.compactMap(\.host))
    }

    private static func isHarmless(_ step: Step) -> Bool {
        guard step.cause == .pending, step.disturbance == nil, kinds.contains(step.resource.kind) else { return false }
        switch step.action {
        case .create: return true
        case .run: return verbs.contains(step.verb)
        case .update: return step.resource.kind == FileSpecification.kind
        case .replace, .delete: return false
        }
    }

    /// Whether a look is one that may be gone by still.
    static func isRecent(_ observed: ObservedState, at now: Timestamp) -> Bool {
        // The clock may be set back.
        observed.unreachable.isEmpty && observed.observedAt <= now && now < observed.observedAt + longestAge
    }

    /// What is known now: of what the plan touches as it was seen again, of all else as
    /// it was seen before.
    ///
    /// - Returns: nil when not all could be seen again.
    func merged(_ before: ObservedState, _ again: ObservedState) -> ObservedState? {
        var merged = before
        for host in hosts {
            guard let seen = again.hosts[host], var known = before.hosts[host] else { return nil }
            for address in addresses where address.host == host { known.resources[address] = seen.resources[address] }
            known.manifest = seen.manifest
            known.texts.merge(seen.texts) { _, new in new }
            merged.hosts[host] = known
        }
        return merged
    }
}
