import BrokerModel

/// The steps that take a broker out of the load balancers before something on
/// it is disturbed, and back in afterwards.
///
/// HAProxy finds out by itself that a broker is gone, but only after some
/// checks have failed: until then it sends clients to it. And a client whose
/// connection is cut comes back to the broker that its identifier sticks to. So
/// the servers are set to maintenance on both balancers, and only then the
/// sessions are ended: the clients come back to another broker within a second.
struct Maintenance {
    /// The broker's host, by name.
    var broker: HostName
    var rotation: Resource

    /// What the steps are taken for: their cause is the cause of this.
    var occasion: ResourceAddress

    /// The brokers that `drafts` disturb, of those the balancers send clients to.
    static func needed(for drafts: [Draft], among resources: [Resource]) -> [Maintenance] {
        var occasions: [HostName: ResourceAddress] = [:]
        for draft in drafts where draft.disturbsBroker {
            guard let broker = draft.address.host else { continue }
            occasions[broker] = min(occasions[broker] ?? draft.address, draft.address)
        }
        guard !occasions.isEmpty else { return [] }
        return resources.compactMap { resource in
            guard let wanted = resource.specification as? RotationSpecification,
                let occasion = occasions[wanted.broker]
            else { return nil }
            return Maintenance(broker: wanted.broker, rotation: resource, occasion: occasion)
        }
        .sorted { $0.broker < $1.broker }
    }

    /// Why the broker must not be taken out now; nil when it may.
    ///
    /// - Parameter drafts: what is planned so far.
    func obstacle(_ observed: ObservedState, shared: ObservedHost?, drafts: [Draft]) -> String? {
        if let unseen = rotation.hosts.first(where: { observed.hosts[$0] == nil }) {
            return "its clients cannot be moved away: \(unseen) "
                + (observed.unreachable[unseen] == nil ? "was not looked at" : "cannot be reached")
        }
        let returning = Set(drafts.filter { $0.proposal.verb == StepVerb.ready }.map(\.address))
        for found in (shared?.resources ?? [:]).values.sorted(by: { $0.address < $1.address })
        where found.address != rotation.address && !returning.contains(found.address) {
            guard let held = (found.observation as? RotationObservation)?.held, !held.isEmpty else { continue }
            return "\(found.address.name) is out of service since a run that was ended"
        }
        for balancer in rotation.hosts {
            for found in (observed.hosts[balancer]?.resources ?? [:]).values where !returning.contains(found.address) {
                let out = (found.observation as? HAProxyObservation)?.serversOutByHand ?? []
                if let other = out.first(where: { !$0.hasSuffix("/" + broker.text) }) {
                    return "\(other) is out of service by hand on \(balancer)"
                }
            }
        }
        return nil
    }

    /// The steps; an unfinished maintenance is ended before (position 0).
    func drafts(_ observation: (any ResourceObservation)?) -> [Draft] {
        let drain = Draft(
            address: rotation.address,
            proposal: Proposal(action: .run, verb: StepVerb.drain),
            reason: "its clients move to the other brokers before \(occasion) is disturbed",
            source: rotation.source, specification: rotation.specification, observation: observation,
            occasion: occasion, position: 1)
        var join = drain
        join.proposal.verb = StepVerb.join
        join.reason = "\(broker) takes clients again"
        join.completes = drain.id
        join.position = 2
        return [drain, join]
    }

    /// What comes when all brokers are back, once for all of them.
    func spreading(_ observation: (any ResourceObservation)?) -> Draft {
        Draft(
            address: rotation.address, proposal: Proposal(action: .run, verb: StepVerb.spread),
            reason: "clients spread over all brokers again: the last one had none left",
            source: rotation.source, specification: rotation.specification, observation: observation,
            occasion: occasion, position: 3)
    }
}

extension Draft {
    /// Whether it takes something out that serves a broker's clients.
    var disturbsBroker: Bool { proposal.effect == .disturbs && redundancy?.role == .broker }
}
