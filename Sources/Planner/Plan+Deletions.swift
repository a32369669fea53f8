public import BrokerModel

extension Plan {
    /// The nodes this plan removes from the broker. An instance that moves to
    /// another host is none: its removal waits for the new one.
    public var deletedNodes: Set<CentreID> {
        var nodes: Set<CentreID> = []
        for step in steps where step.action == .delete && step.disturbance == nil {
            if let node = (step.observation as? ContainerObservation)?.centreID { nodes.insert(node) }
        }
        return nodes
    }

    /// What counts against `maxDeletes`: nodes and hosts (CONTRACT 2 and 6).
    public var deletions: Int { deletedNodes.count + departedHosts.count }
}
