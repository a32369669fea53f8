import BrokerModel

extension Proof {
    /// The members of a set are never out together, none before what is
    /// missing is back, and each only after a look at the others.
    mutating func checkSets() {
        for (set, members) in disturbedSets() where !isGoing(set, members) {
            checkOrder(of: members, in: set)
            checkActiveLast(members)
            checkConfigurations(members)
            for step in members.disturbing {
                checkSurvivor(of: step, members, in: set)
                checkGuard(of: step, members, in: set)
            }
        }
    }

    /// Whether the whole set goes, so that nothing is left to protect.
    func isGoing(_ set: SetID, _ members: MemberSteps) -> Bool {
        if set.isNode, let wanted = input.wantedNodes, let node = CentreID(set.name) { return !wanted.contains(node) }
        return members.restoring.isEmpty && members.found.keys.allSatisfy(members.leaving.contains)
    }

    private mutating func checkOrder(of members: MemberSteps, in set: SetID) {
        for (earlier, later) in zip(members.disturbing, members.disturbing.dropFirst()) {
            demand(
                earlier, before: later, .concurrentDisturbance, "two members of \(set.name) can be out at the same time"
            )
        }
        guard let first = members.disturbing.first else { return }
        for restoring in members.restoring {
            demand(
                restoring, before: first, .lastMember,
                "a member of \(set.name) goes before \(steps[restoring].resource) is there")
        }
    }

    /// What goes wrong with the balancer nobody uses stops there: the one with
    /// the virtual address comes after it. Where balancers that do not see each other
    /// both have it, none of them comes after the other.
    private mutating func checkActiveLast(_ members: MemberSteps) {
        let isActive = members.disturbing.map {
            (observed($0)?.observation as? HAProxyObservation)?.hasVirtualAddress == true
        }
        for (active, _) in zip(members.disturbing, isActive).filter(\.1) {
            for (other, _) in zip(members.disturbing, isActive).filter({ !$0.1 }) {
                demand(other, before: active, .activeFirst, "the balancer that clients use goes first")
            }
        }
    }

    /// No balancer has, to start with next time, what the one before was not yet
    /// seen to get on with.
    private mutating func checkConfigurations(_ members: MemberSteps) {
        for (earlier, later) in zip(members.disturbing, members.disturbing.dropFirst())
        where steps[later].resource.kind == HAProxySpecification.kind {
            for file in stepsByHost[steps[later].resource.scope] ?? []
            where steps[file].resource.kind == FileSpecification.kind
                && steps[file].resource.name == "etc/haproxy/haproxy.cfg" && steps[file].action != .delete
            {
                demand(earlier, before: file, .activeFirst, "\(steps[file].resource) is written before its turn")
            }
        }
    }

    /// Someone else works at that time: found working and not gone by then, or
    /// brought back before.
    private mutating func checkSurvivor(of step: Int, _ members: MemberSteps, in set: SetID) {
        let own = steps[step].resource
        let removedBefore = Set(
            members.disturbing.filter { $0 != step && steps[$0].action == .delete && graph.precedes($0, step) }
                .map { steps[$0].resource })
        let working = members.found.contains { $0.value && $0.key != own && !removedBefore.contains($0.key) }
        let restored = members.restoring.contains { steps[$0].resource != own && graph.precedes($0, step) }
        // On a host that was not asked (`--host`) the executor finds out.
        let unasked = steps[step].disturbance?.siblings.contains { sibling in
            sibling.host.map { input.observed.hosts[$0] == nil && input.observed.unreachable[$0] == nil } ?? false
        }
        guard !working, !restored, unasked != true, !isSingle(set) else { return }
        report(.lastMember, [step], "nothing of \(set.name) works while \(own) is out")
    }

    /// Whether the desired state wants only one member: then it has to be
    /// disturbed alone.
    private func isSingle(_ set: SetID) -> Bool {
        if set.isNode { return input.replicas == 1 }
        let roles: Set<HostRole> =
            switch set.name {
            case "emqx": [.broker]
            case "redis": [.broker, .antiloop]
            default: [.loadbalancer]
            }
        return input.hosts.count { roles.contains($0.role) } == 1
    }

    private mutating func checkGuard(of step: Int, _ members: MemberSteps, in set: SetID) {
        guard let disturbance = steps[step].disturbance else {
            report(.unguardedDisturbance, [step], "a member of \(set.name) goes without a look at the others")
            return
        }
        let own = steps[step].resource
        let others = Set(members.found.keys).union(members.restoring.map { steps[$0].resource })
            .subtracting(members.leaving).subtracting([own])
        if let missed = others.subtracting(disturbance.siblings).min() {
            report(.unguardedDisturbance, [step], "\(missed) is not looked at before \(own) goes")
        }
        if set.isNode, disturbance.windowSeconds < input.limits.electionWindowSeconds {
            report(.unguardedDisturbance, [step], "no election window after \(own)")
        }
    }
}
