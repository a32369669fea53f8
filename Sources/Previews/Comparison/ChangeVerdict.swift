public import BrokerModel

/// A change in one line: how much, and what its users feel of it.
public struct ChangeVerdict: Sendable, Equatable {
    /// Something that is away, or breaks connections, while the change is carried
    /// out.
    public struct Interruption: Sendable, Hashable {
        public var what: Phrase
    }

    public var add = 0

    /// Updated or replaced.
    public var change = 0
    public var delete = 0

    /// Reloads, starts, fail-overs.
    public var run = 0

    /// The nodes that run on one instance for some of the time.
    public var nodesWithoutRedundancy: [CentreID] = []

    /// How long each of them does so at most, in seconds, as the plan says it.
    public var secondsWithoutRedundancy = 0
    public var interruptions: [Interruption] = []

    /// Nodes that are received from now on.
    public var nodesComing: [CentreID] = []

    /// Nodes that stay, and of which an instance is taken out.
    public var nodesChanging: [CentreID] = []

    /// Nodes whose messages are no longer received.
    public var nodesLeaving: [CentreID] = []

    /// - Parameters:
    ///   - steps: those of the change.
    ///   - impact: of the whole plan, which says for how long at most.
    ///   - before: the nodes that are received from without the change.
    ///   - after: those with it.
    public init(of steps: [Step], impact: [Impact], before: Set<CentreID> = [], after: Set<CentreID> = []) {
        for step in steps {
            switch step.action {
            case .create: add += 1
            case .update, .replace: change += 1
            case .delete: delete += 1
            case .run: run += 1
            }
        }
        var reduced: Set<CentreID> = []
        for step in steps {
            guard let set = step.disturbance?.redundancy, set.role == .node, let node = CentreID(set.set) else {
                continue
            }
            reduced.insert(node)
        }
        nodesWithoutRedundancy = reduced.sorted()
        secondsWithoutRedundancy =
            impact.filter { CentreID($0.centreId).map(reduced.contains) ?? false }.map(\.atMostSeconds).max() ?? 0
        interruptions = Self.interruptions(of: steps)
        nodesComing = after.subtracting(before).sorted()
        nodesLeaving = before.subtracting(after).sorted()
        nodesChanging = reduced.intersection(before).intersection(after).sorted()
    }

    /// Whether it takes something from those who use the broker, for good or for a while.
    public var isFelt: Bool { !interruptions.isEmpty || !nodesLeaving.isEmpty }

    /// Whether nothing is done at all.
    public var isEmpty: Bool { add + change + delete + run == 0 }

    // MARK: - Interruptions

    private static func interruptions(of steps: [Step]) -> [Interruption] {
        var found: [Interruption] = []
        var seen: Set<Interruption> = []
        for step in steps {
            guard let interruption = interruption(of: step), seen.insert(interruption).inserted else { continue }
            found.append(interruption)
        }
        return found
    }

    private static func interruption(of step: Step) -> Interruption? {
        if step.verb == StepVerb.move {
            return Interruption(what: "the virtual address moves once: clients connect anew")
        }
        if step.resource.kind == VirtualIPSpecification.kind, let address = addressChange(of: step) {
            let what: Phrase = "the virtual address becomes \(value: address): the old one is gone at once"
            return Interruption(what: "\(what), clients connect anew")
        }
        guard let disturbance = step.disturbance else { return nil }
        if disturbance.redundancy.role == .broker, !disturbance.siblings.isEmpty {
            return Interruption(what: "MQTT clients connect anew, of one broker after the other")
        }
        guard disturbance.siblings.isEmpty else { return nil }
        let set = disturbance.redundancy.set
        switch disturbance.redundancy.role {
        case .node: return Interruption(what: "\(value: set) is away while its only instance is replaced")
        case .broker: return Interruption(what: "the only broker is away while it is replaced")
        case .redis: return Interruption(what: "the only Redis is away while it is replaced")
        case .loadBalancer: return Interruption(what: "the only load balancer is away while it is changed")
        }
    }

    /// Where clients connect, when it was another address before.
    private static func addressChange(of step: Step) -> String? {
        guard let change = step.changes.first(where: { $0.field == VirtualIPSpecification.addressSetting }),
            change.from != nil
        else { return nil }
        return change.to
    }
}

extension ChangeVerdict {
    /// "1 node to add (17 resources to add, 1 to change, 0 to delete); 2 nodes without
    /// redundancy, each for at most 140 s; no interruption".
    public var sentence: Phrase {
        let end: Phrase = nodesLeaving.isEmpty ? redundancy : "\(departure); \(redundancy)"
        guard !isEmpty else { return nodesLeaving.isEmpty ? "nothing changes on the hosts" : "\(departure)" }
        let actions: Phrase = "\(change) to change, \(delete) to delete"
        guard let nodes else { return "\(add) to add, \(actions); \(end); \(interruption)" }
        let resources: Phrase = add == 1 ? "1 resource to add" : "\(add) resources to add"
        return "\(nodes) (\(resources), \(actions)); \(end); \(interruption)"
    }

    /// Nil where the change is about none.
    private var nodes: Phrase? {
        let counts: [(Int, Phrase)] = [
            (nodesComing.count, "to add"), (nodesChanging.count, "to change"), (nodesLeaving.count, "to delete"),
        ]
        var sum: Phrase?
        for (count, what) in counts where count > 0 {
            guard let last = sum else {
                sum = count == 1 ? "1 node \(what)" : "\(count) nodes \(what)"
                continue
            }
            sum = "\(last), \(count) \(what)"
        }
        return sum
    }

    private var departure: Phrase { "\(Phrase.list(nodesLeaving.map(\.text), limit: 3)) no longer received" }

    private var redundancy: Phrase {
        let count = nodesWithoutRedundancy.count
        guard count > 0 else { return "no node without redundancy" }
        let seconds = secondsWithoutRedundancy
        return count == 1
            ? "1 node without redundancy for at most \(seconds) s"
            : "\(count) nodes without redundancy, each for at most \(seconds) s"
    }

    private var interruption: Phrase {
        guard let first = interruptions.first else {
            return nodesLeaving.isEmpty ? "no interruption" : "no other interruption"
        }
        return interruptions.count == 1
            ? "one interruption: \(first.what)" : "\(interruptions.count) interruptions: \(first.what), and others"
    }
}
