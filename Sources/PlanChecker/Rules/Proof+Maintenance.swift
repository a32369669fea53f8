import BrokerModel

extension Proof {
    /// A broker is out of service on both balancers while it is disturbed, and
    /// never two brokers; none is left so; and HAProxy is not started anew
    /// meanwhile, since it would forget.
    mutating func checkMaintenance() {
        let spans = maintenances()
        for index in steps.indices where isDisturbedBroker(index) { checkProtection(of: index, spans) }
        checkOneBrokerAtATime(spans)
        for span in spans {
            if !isBroughtBack(span) {
                report(.brokerLeftOut, [span.drain], "\(span.broker) is not brought back after it was taken out")
            }
            checkBalancersKeep(span)
            checkSpreading(span)
        }
    }

    /// The time a broker is out of service, as far as the plan decides it.
    private struct Span {
        var broker: String
        var drain: Int
        /// The step that brings it back.
        var join: Int?
    }

    /// Whether the step takes a broker out that clients could be moved from.
    private func isDisturbedBroker(_ index: Int) -> Bool {
        guard input.managesBalancers, roles[steps[index].resource.scope] == .broker else { return false }
        return !hosts(.loadbalancer).isEmpty && hosts(.broker).count > 1 && member(of: index)?.name == "emqx"
            && isDisturbing(index)
    }

    private func hosts(_ role: HostRole) -> Set<HostName> {
        Set(input.hosts.filter { $0.role == role }.map(\.name))
    }

    private func maintenances() -> [Span] {
        steps.indices.filter { isRotation($0, StepVerb.drain) }.map { drain in
            let joins = (stepsByResource[steps[drain].resource] ?? []).filter { isRotation($0, StepVerb.join) }
            return Span(
                broker: steps[drain].resource.name, drain: drain, join: joins.first { graph.precedes(drain, $0) })
        }
    }

    private func isRotation(_ index: Int, _ verb: String) -> Bool {
        steps[index].resource.kind == RotationSpecification.kind && steps[index].verb == verb
    }

    /// Clients are moved on purpose while every broker takes some.
    private mutating func checkSpreading(_ span: Span) {
        for index in steps.indices where isRotation(index, StepVerb.spread) {
            guard let join = span.join else { continue }
            demand(join, before: index, .concurrentDisturbance, "clients move while \(span.broker) may be out")
        }
    }

    /// On the same balancers, with all its servers.
    private func isBroughtBack(_ span: Span) -> Bool {
        guard let join = span.join, let out = steps[span.drain].specification as? RotationSpecification,
            let back = steps[join].specification as? RotationSpecification
        else { return false }
        return Set(back.hosts).isSuperset(of: out.hosts) && Set(back.servers).isSuperset(of: out.servers)
    }

    /// Out before, on all balancers, and back after.
    private mutating func checkProtection(of index: Int, _ spans: [Span]) {
        let broker = steps[index].resource.scope
        guard let span = spans.first(where: { $0.broker == broker }), let join = span.join,
            let out = steps[span.drain].specification as? RotationSpecification
        else {
            report(.unprotectedBroker, [index], "clients are sent to \(broker) while it is disturbed")
            return
        }
        if out.broker.text != broker || !out.servers.contains(where: { $0.hasSuffix("/" + broker) }) {
            report(.unprotectedBroker, [span.drain], "what is taken out is not \(broker)")
        }
        if let missed = hosts(.loadbalancer).subtracting(out.hosts).min() {
            report(.unprotectedBroker, [span.drain], "\(broker) is not taken out on \(missed)")
        }
        demand(span.drain, before: index, .unprotectedBroker, "\(broker) is not out of service yet")
        demand(index, before: join, .unprotectedBroker, "\(broker) is back too early")
        for ready in stepsByResource[steps[span.drain].resource] ?? [] where isRotation(ready, StepVerb.ready) {
            demand(ready, before: span.drain, .unprotectedBroker, "\(broker) may be back too early")
        }
    }

    private mutating func checkOneBrokerAtATime(_ spans: [Span]) {
        for (position, one) in spans.enumerated() {
            for other in spans.dropFirst(position + 1) {
                let isApart =
                    one.join.map { graph.precedes($0, other.drain) } == true
                    || other.join.map { graph.precedes($0, one.drain) } == true
                if !isApart {
                    report(
                        .concurrentDisturbance, [one.drain, other.drain],
                        "\(one.broker) and \(other.broker) can be out of service at the same time")
                }
            }
            checkOthersAreIn(one)
        }
    }

    /// A broker that was found out of service comes back before another goes.
    private mutating func checkOthersAreIn(_ span: Span) {
        for found in (input.observed.shared?.resources ?? [:]).values where found.address.name != span.broker {
            guard let rotation = found.observation as? RotationObservation, !rotation.held.isEmpty else { continue }
            demandReturn(of: found.address, before: span)
        }
        for host in input.observed.hosts.values {
            for found in host.resources.values {
                let out = (found.observation as? HAProxyObservation)?.serversOutByHand ?? []
                if out.contains(where: { !$0.hasSuffix("/" + span.broker) }) {
                    demandReturn(of: found.address, before: span)
                }
            }
        }
    }

    private mutating func demandReturn(of address: ResourceAddress, before span: Span) {
        let returns = (stepsByResource[address] ?? []).contains {
            steps[$0].verb == StepVerb.ready && graph.precedes($0, span.drain)
        }
        if !returns {
            report(
                .concurrentDisturbance, [span.drain],
                "\(span.broker) goes while another broker is out of service (\(address))")
        }
    }

    /// Nothing that could start HAProxy anew runs between out and in.
    private mutating func checkBalancersKeep(_ span: Span) {
        let balancers = Set(steps[span.drain].hosts)
        for index in steps.indices where mayForget(index) && !balancers.isDisjoint(with: steps[index].hosts) {
            let isOutside =
                graph.precedes(index, span.drain) || span.join.map { graph.precedes($0, index) } == true
            if !isOutside {
                report(
                    .brokerLeftOut, [span.drain, index],
                    "HAProxy can be started anew and forget that \(span.broker) is out of service")
            }
        }
    }

    private func mayForget(_ index: Int) -> Bool {
        let kind = steps[index].resource.kind
        if kind == VirtualIPSpecification.kind { return true }
        return kind == HAProxySpecification.kind && steps[index].verb != StepVerb.renew
    }
}
