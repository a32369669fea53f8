import BrokerModel

/// The order that protects the service, beyond what resources need of each
/// other. Each rule is a function that says why it is there.
struct Rollout {
    var graph: DraftGraph
    let sets: [RedundantSet]
    private let limits: RolloutLimits

    init(_ graph: DraftGraph, members: [Redundancy: [ResourceAddress]], input: PlanningInput) {
        self.graph = graph
        limits = input.limits
        sets = Self.sets(in: graph, members: members, primaries: input.primaries)
    }

    mutating func apply() {
        helperFirst()
        imagesBeforeDisturbance()
        foreignRoutesFirst()
        oneMemberAfterTheOther()
        configurationsInTurn()
        canariesThenLanes()
        brokersOutOfServiceMeanwhile()
        redisThroughItsMasters()
        formerRedisLast()
        doorBeforeTheInternet()
        formerPublisherLast()
    }

    /// The helper carries out everything else on its host.
    private mutating func helperFirst() {
        var helpers: [String: Int] = [:]
        for step in graph.drafts.indices where graph.drafts[step].address.kind == HelperSpecification.kind {
            helpers[graph.drafts[step].address.scope] = step
        }
        guard !helpers.isEmpty else { return }
        for step in graph.drafts.indices {
            let hosts = graph.drafts[step].specification?.hosts.map(\.text) ?? []
            for scope in hosts + [graph.drafts[step].address.scope] {
                if let helper = helpers[scope] { graph.order(step, after: helper) }
            }
        }
    }

    /// A pull can take minutes or fail: no container goes down on a host while
    /// an image the plan brings there is not yet on it (CONTRACT 6). Nor does one
    /// go that is down, such as what a killed replacement left behind: until the
    /// image is there, it is all that could be started again.
    private mutating func imagesBeforeDisturbance() {
        var images: [String: [Int]] = [:]
        for step in graph.drafts.indices where graph.drafts[step].address.kind == ImageSpecification.kind {
            images[graph.drafts[step].address.scope, default: []].append(step)
        }
        guard !images.isEmpty else { return }
        for step in graph.drafts.indices {
            let draft = graph.drafts[step]
            let isContainerGoing = draft.isRemoval && draft.address.kind == ContainerSpecification.kind
            guard draft.proposal.effect == .disturbs || isContainerGoing else { continue }
            for image in images[graph.drafts[step].address.scope] ?? [] { graph.order(step, after: image) }
        }
    }

    /// One foreign file can keep Traefik from reading any other. Then it leads to
    /// none of the instances of its host, and whether a node has a primary one is
    /// seen nowhere: no instance goes before the file.
    private mutating func foreignRoutesFirst() {
        let preparing = graph.drafts.indices.filter { graph.drafts[$0].proposal.verb == StepVerb.setAside }
        guard !preparing.isEmpty else { return }
        for step in graph.drafts.indices {
            let draft = graph.drafts[step]
            guard draft.redundancy?.role == .node, draft.proposal.effect == .disturbs else { continue }
            for earlier in preparing { graph.order(step, after: earlier) }
        }
    }

    /// Two members of a set are never disturbed at the same time, and none
    /// before what is missing of the set is there: a stopped member is started,
    /// and a moved instance runs on its new host, before another goes down.
    private mutating func oneMemberAfterTheOther() {
        for set in sets {
            for (position, step) in set.disturbing.enumerated() {
                if position > 0 { graph.order(step, after: set.disturbing[position - 1]) }
                for restoring in set.restoring { graph.order(step, after: restoring) }
                let own = graph.drafts[step].address
                graph.protect(
                    step,
                    with: Disturbance(
                        redundancy: set.redundancy, siblings: set.members.filter { $0 != own },
                        healthTimeoutSeconds: limits.healthTimeoutSeconds,
                        windowSeconds: set.redundancy.role == .node ? limits.electionWindowSeconds : 0,
                        elsewhere: elsewhere(in: set, from: position)))
            }
        }
    }

    /// What a balancer starts with next time is written when its turn has come: what
    /// the one before does not get on with shall not lie there until a reboot, with
    /// no way back from it.
    private mutating func configurationsInTurn() {
        for set in sets where set.redundancy.role == .loadBalancer {
            for (earlier, later) in zip(set.disturbing, set.disturbing.dropFirst()) {
                let file = ResourceAddress(
                    scope: graph.drafts[later].address.scope, kind: FileSpecification.kind,
                    name: "etc/haproxy/haproxy.cfg")
                for step in graph.drafts.indices where graph.drafts[step].address == file {
                    graph.order(step, after: earlier)
                }
            }
        }
    }

    /// The first `canary` nodes are changed alone, so that a bad change stops
    /// there. The rest goes in `nodesAtOnce` lanes, in each one node after the
    /// other: no more nodes than that run on one instance at any time.
    private mutating func canariesThenLanes() {
        let nodes = sets.filter { $0.redundancy.role == .node }
        let canaries = Array(nodes.prefix(max(0, limits.canary)))
        let rest = Array(nodes.dropFirst(canaries.count))
        let width = max(1, limits.nodesAtOnce)
        for group in [canaries, rest] {
            for index in group.indices.dropFirst(width) { order(group[index], after: group[index - width]) }
        }
        for node in rest.prefix(width) {
            for canary in canaries.suffix(width) { order(node, after: canary) }
        }
    }

    private mutating func order(_ node: RedundantSet, after earlier: RedundantSet) {
        guard let first = node.disturbing.first, let last = earlier.disturbing.last else { return }
        graph.order(first, after: last)
    }
}

extension Rollout {
    /// The disturbed sets, by role and name.
    private static func sets(
        in graph: DraftGraph, members: [Redundancy: [ResourceAddress]], primaries: Set<ResourceAddress>
    ) -> [RedundantSet] {
        var sets: [Redundancy: RedundantSet] = [:]
        for (set, addresses) in members { sets[set] = RedundantSet(redundancy: set, members: addresses) }
        for step in graph.drafts.indices {
            guard let set = graph.drafts[step].redundancy else { continue }
            switch graph.drafts[step].proposal.effect {
            case .none: continue
            case .restores: sets[set]?.restoring.append(step)
            case .disturbs: sets[set]?.disturbing.append(step)
            }
        }
        return sets.values.filter { !$0.disturbing.isEmpty }.map { set in
            var set = set
            let returning = Set(set.restoring.map { graph.drafts[$0].address })
            set.disturbing.sort { isBefore($0, $1, in: graph, primaries: primaries, returning: returning) }
            return set
        }.sorted { left, right in
            (left.redundancy.role.rawValue, left.redundancy.set) < (
                right.redundancy.role.rawValue, right.redundancy.set
            )
        }
    }

    /// One that does not do its work first, or that another step brings back: until
    /// it does, no other may go.
    /// Members that stay before members that go, so that a set is at its
    /// fullest while it is changed; what all depends on now, the elected
    /// instance or the balancer with the virtual address, after the others: then
    /// the work changes hands once. Then by host.
    private static func isBefore(
        _ left: Int, _ right: Int, in graph: DraftGraph, primaries: Set<ResourceAddress>,
        returning: Set<ResourceAddress>
    ) -> Bool {
        func place(_ step: Int) -> Int {
            let draft = graph.drafts[step]
            if draft.proposal.isUnwell || returning.contains(draft.address) { return -1 }
            let bearsService = draft.proposal.bearsService || primaries.contains(draft.address)
            return (draft.isRemoval ? 2 : 0) + (bearsService ? 1 : 0)
        }
        return (place(left), graph.drafts[left].address) < (place(right), graph.drafts[right].address)
    }
}
