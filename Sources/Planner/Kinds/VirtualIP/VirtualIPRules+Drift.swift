import BrokerModel

extension VirtualIPRules {
    static func drift(of resource: DriftedResource, _ observed: VirtualIPObservation?) -> DriftAccount? {
        guard let verb = resource.steps.first?.verb else {
            return resource.address == VirtualIPSpecification.resource ? observed.flatMap(elsewhere) : nil
        }
        switch verb {
        case StepVerb.create, StepVerb.clear: return DriftAccount(.missing, "is missing: there is no cluster")
        case StepVerb.start: return DriftAccount(.stopped, "is not safe: the cluster does not run on both balancers")
        case StepVerb.cleanup: return DriftAccount(.settingsChanged, "has failed actions")
        default:
            let fields = resource.changes.map(\.field)
            return DriftAccount(.settingsChanged, "differs in \(fields.joined(separator: ", "))")
        }
    }

    /// Not where it is preferred: that is how fail-overs end, and moving it back
    /// would reset all connections once more, so only people decide on it.
    private static func elsewhere(_ observed: VirtualIPObservation) -> DriftAccount? {
        guard let view = observed.views.sorted(by: { $0.key < $1.key }).map(\.value).first(where: { $0.holder != nil }),
            let holder = view.holder, let preferred = view.settings[VirtualIPSpecification.preference],
            holder != preferred
        else { return nil }
        return DriftAccount(.elsewhere, "is on \(holder) and not on \(preferred), as after a fail-over")
    }
}
