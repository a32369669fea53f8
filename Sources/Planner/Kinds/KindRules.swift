import BrokerModel

/// One kind of resource as planning knows it: how what is wanted is compared
/// with what was found, and which steps lead from one to the other.
///
/// To add a kind, add a folder with its rules and a line in ``KindRegistry``.
protocol KindRules: SendableMetatype {
    associatedtype Desired: Specification
    associatedtype Observed: ResourceObservation

    static var ownership: Ownership { get }

    /// - Parameter observed: nil when the resource is not there.
    static func difference(
        _ desired: Desired, _ observed: Observed?, of resource: Resource, on host: HostView
    ) -> Difference

    /// The step that removes what nobody wants any more; nil where things of
    /// this kind stay.
    static func removal(of observed: Observed, at address: ResourceAddress, on host: HostView) -> Proposal?

    /// Whether `foreign`, which Isobar did not create, may give way to
    /// `desired` all the same.
    static func mayReplace(_ foreign: Observed, by desired: Desired) -> Bool

    /// What somebody can do about a foreign thing in the place of a wanted one:
    /// an imperative.
    static var wayOut: String { get }

    /// What is left of a resource in a plan that is narrowed to nodes: what only
    /// others bring may not be there.
    static func narrowed(_ desired: Desired, to nodes: NarrowedNodes) -> Desired

    /// What the nodes a plan is narrowed to have to do with a resource that no
    /// single node asks for.
    static func share(
        of nodes: NarrowedNodes, in desired: Desired, _ observed: Observed?, on host: ObservedHost
    ) -> NodeShare

    /// What happened to a resource since it was last applied; nil when nothing
    /// did, or when its steps only follow from what happened to others.
    static func drift(of resource: DriftedResource, _ observed: Observed?) -> DriftAccount?

    /// How an operator calls a resource: "ca-eccc-msc on waloop01".
    static func title(of address: ResourceAddress) -> String
}

extension KindRules {
    static func removal(of observed: Observed, at address: ResourceAddress, on host: HostView) -> Proposal? { nil }

    static func mayReplace(_ foreign: Observed, by desired: Desired) -> Bool { false }

    static var wayOut: String { "remove it, or rename it, and plan again" }

    static func narrowed(_ desired: Desired, to nodes: NarrowedNodes) -> Desired { desired }

    static func share(
        of nodes: NarrowedNodes, in desired: Desired, _ observed: Observed?, on host: ObservedHost
    ) -> NodeShare { .none }

    static func drift(of resource: DriftedResource, _ observed: Observed?) -> DriftAccount? {
        commonDrift(of: resource)
    }

    static func title(of address: ResourceAddress) -> String { "\(kind) \(address.name) on \(address.scope)" }

    static var kind: ResourceKind { Desired.kind }

    /// The difference under the rule that nothing foreign is touched.
    static func judge(_ resource: Resource, _ found: ObservedResource?, on host: HostView) -> Judgement {
        guard let desired = resource.specification as? Desired else {
            return .conflict("its specification is not one of a \(kind)")
        }
        let observed = found?.observation as? Observed
        if found != nil, observed == nil { return .conflict("what was observed there is not a \(kind)") }
        let isForeign = found.map { !$0.isOwned && ownership != .none } ?? false
        switch difference(desired, observed, of: resource, on: host) {
        case .none:
            return isForeign && ownership == .exclusive ? .foreignButEqual : .equal
        case .obstacle(let explanation):
            return .conflict(explanation)
        case .steps(let proposals):
            if isForeign, let observed, !mayReplace(observed, by: desired) {
                let fields = proposals.flatMap(\.changes).map(\.field)
                return .conflict(
                    "it is not Isobar's and differs from what is wanted"
                        + (fields.isEmpty ? "" : " (\(fields.joined(separator: ", ")))")
                        + ": \(wayOut)")
            }
            return .steps(proposals)
        }
    }

    /// The step that removes `found`, if things of this kind are removed.
    static func removal(of found: ObservedResource, on host: HostView) -> Proposal? {
        (found.observation as? Observed).flatMap { removal(of: $0, at: found.address, on: host) }
    }

    static func narrow(_ resource: inout Resource, to nodes: NarrowedNodes) {
        if let desired = resource.specification as? Desired {
            resource.specification = narrowed(desired, to: nodes)
        }
    }

    static func share(of nodes: NarrowedNodes, in resource: Resource, on host: ObservedHost) -> NodeShare {
        guard let desired = resource.specification as? Desired else { return .none }
        return share(of: nodes, in: desired, host.resources[resource.address]?.observation as? Observed, on: host)
    }

    /// What happened to a resource, as far as it was observed as one of this
    /// kind.
    static func drift(of resource: DriftedResource) -> DriftAccount? {
        drift(of: resource, resource.found as? Observed)
    }

    /// What can be said of any kind.
    static func commonDrift(of resource: DriftedResource) -> DriftAccount? {
        guard let first = resource.steps.first else { return nil }
        switch first.action {
        case .create: return DriftAccount(.missing, "is missing")
        case .delete: return DriftAccount(.leftOver, "is there, and nothing asks for it")
        case .update, .replace, .run:
            let fields = resource.changes.map(\.field)
            return fields.isEmpty
                ? nil : DriftAccount(.settingsChanged, "differs in \(fields.joined(separator: ", "))")
        }
    }
}
