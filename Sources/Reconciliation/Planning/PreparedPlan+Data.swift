public import BrokerModel

extension PreparedPlan {
    /// Steps that would bring another image to a container that keeps data on its
    /// host: a cluster's member, or one that may write to a directory of the host.
    /// The instances of nodes keep none; what they know is in Redis.
    public var stepsOfData: Set<StepID> {
        let roles = Dictionary(resources.map { ($0.address, $0.redundancy?.role) }) { first, _ in first }
        let found = plan.steps.filter { step in
            guard let container = step.specification as? ContainerSpecification,
                let change = step.changes.first(where: { $0.field == "image" }), change.from != nil,
                change.from != container.image.text
            else { return false }
            switch roles[step.resource] ?? nil {
            case .node: return false
            case .broker, .redis: return true
            case .loadBalancer, nil: return container.mounts.contains { !$0.isReadOnly }
            }
        }
        return Set(found.map(\.id))
    }
}
