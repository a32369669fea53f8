import BrokerModel

extension VirtualIPRules {
    static func drift(of resource: DriftedResource, _ observed: VirtualIPObservation?) -> DriftAccount? {
        guard let verb = resource.steps.first?.verb else { return nil }
        switch verb {
        case StepVerb.create, StepVerb.clear: return DriftAccount(.missing, "is missing: there is no cluster")
        case StepVerb.start: return DriftAccount(.stopped, "is not safe: the cluster does not run on both balancers")
        case StepVerb.cleanup: return DriftAccount(.settingsChanged, "has failed actions")
        default:
            let fields = resource.changes.map(\.field)
            return DriftAccount(.settingsChanged, "differs in \(fields.joined(separator: ", "))")
        }
    }
}
