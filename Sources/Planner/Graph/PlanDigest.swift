import BrokerModel

/// The digest of a plan: what will be done, in which order, and what was
/// observed of what it touches. Prose, commit, source and cause are outside,
/// so that the same world gives the same digest.
///
/// Outside is also which instance of a node goes first. That follows the
/// election among them, which moves by itself: whoever reviewed a plan reviewed
/// that one goes after the other.
enum PlanDigest {
    static func digest(of steps: [Step], conflicts: [Conflict], unreachable: [HostName], key: [UInt8]) -> Digest {
        var fingerprint = Fingerprint(key: key)
        fingerprint.field("version", 2)
        let nodes = disturbedNodes(steps)
        // Any order will do that the election does not change.
        for step in nodes.isEmpty ? steps : steps.sorted(by: { $0.id.text < $1.id.text }) {
            fingerprint.field("step", step.id.text)
            fingerprint.field("resource", step.resource.description)
            fingerprint.field("action", step.action.rawValue)
            fingerprint.field("verb", step.verb)
            let isOfNode = nodes[step.id] != nil
            fingerprint.field("after", step.after.filter { !isOfNode || nodes[$0] == nil }.map(\.text).sorted())
            fingerprint.field("specification", step.specification == nil ? 0 : 1)
            step.specification?.add(to: &fingerprint)
            fingerprint.field("observation", step.observation == nil ? 0 : 1)
            step.observation?.add(to: &fingerprint)
            fingerprint.field("siblings", step.disturbance?.siblings.map(\.description) ?? [])
        }
        fingerprint.field("nodes", order(of: nodes, in: steps))
        for conflict in conflicts { fingerprint.field("conflict", conflict.resource.description) }
        fingerprint.field("unreachable", unreachable.map(\.text))
        return fingerprint.finish()
    }

    /// The node of each step that takes one of its instances out.
    private static func disturbedNodes(_ steps: [Step]) -> [StepID: String] {
        var nodes: [StepID: String] = [:]
        for step in steps {
            if let set = step.disturbance?.redundancy, set.role == .node { nodes[step.id] = set.set }
        }
        return nodes
    }

    /// Which node waits for which: "de-dwd after ca-eccc-msc".
    private static func order(of nodes: [StepID: String], in steps: [Step]) -> [String] {
        guard !nodes.isEmpty else { return [] }
        var order: Set<String> = []
        for step in steps {
            guard let node = nodes[step.id] else { continue }
            for earlier in step.after.compactMap({ nodes[$0] }) where earlier != node {
                order.insert("\(node) after \(earlier)")
            }
        }
        return order.sorted()
    }
}
