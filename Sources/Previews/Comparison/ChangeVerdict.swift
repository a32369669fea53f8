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

    /// - Parameters:
    ///   - steps: those of the change.
    ///   - impact: of the whole plan, which says for how long at most.
    public init(of steps: [Step], impact: [Impact]) {
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
    }

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
        guard let disturbance = step.disturbance, disturbance.siblings.isEmpty else { return nil }
        let set = disturbance.redundancy.set
        switch disturbance.redundancy.role {
        case .node: return Interruption(what: "\(value: set) is away while its only instance is replaced")
        case .broker: return Interruption(what: "the only broker is away while it is replaced")
        case .redis: return Interruption(what: "the only Redis is away while it is replaced")
        case .loadBalancer: return Interruption(what: "the only load balancer is away while it is changed")
        }
    }
}

extension ChangeVerdict {
    /// "12 to add, 1 to change, 0 to delete; 2 nodes without redundancy for at most
    /// 140 s; no interruption".
    public var sentence: Phrase {
        guard !isEmpty else { return "nothing changes on the hosts" }
        return "\(add) to add, \(change) to change, \(delete) to delete; \(redundancy); \(interruption)"
    }

    private var redundancy: Phrase {
        let count = nodesWithoutRedundancy.count
        guard count > 0 else { return "no node without redundancy" }
        let seconds = secondsWithoutRedundancy
        return count == 1
            ? "1 node without redundancy for at most \(seconds) s"
            : "\(count) nodes without redundancy, each for at most \(seconds) s"
    }

    private var interruption: Phrase {
        guard let first = interruptions.first else { return "no interruption" }
        return interruptions.count == 1
            ? "one interruption: \(first.what)" : "\(interruptions.count) interruptions: \(first.what), and others"
    }
}
