internal import BrokerModel
internal import Execution

/// The running HAProxy; its files are resources of their own.
struct HAProxyOperator: KindOperator {
    var kind: ResourceKind { HAProxySpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        guard !wanted.isEmpty else { return }
        question.look.haproxy = .init(virtualAddress: settings.virtualAddress)
    }

    func observed(in findings: HostFindings) -> [ObservedResource] {
        // What is on record for a broker that nobody wants any more is nobody's
        // maintenance: it comes back like what hands took out.
        let known = Set(findings.wanted.flatMap { ($0.specification as? RotationSpecification)?.servers ?? [] })
        let held = findings.answer.heldServers.filter(known.contains)
        return findings.wanted.filter { $0.address.kind == kind }.map { resource in
            let state = findings.answer.haproxy.map(HAProxyState.init)
            return ObservedResource(
                address: resource.address,
                observation: HAProxyObservation(
                    isRunning: state != nil, configuration: state?.description, servers: state?.servers ?? [:],
                    hasVirtualAddress: findings.answer.hasVirtualAddress,
                    isOutdated: findings.answer.haproxyIsOutdated ? true : nil, heldServers: held.isEmpty ? nil : held,
                    runtime: state?.runtime),
                isOwned: findings.owns(resource.address))
        }
    }

    func perform(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        guard let action = HAProxyVerb.Action(rawValue: step.verb), Self.actions.contains(action) else {
            throw unknownVerb(step)
        }
        let wanted: HAProxySpecification = try specification(of: step)
        for expectation in expectations(of: action, step, wanted) {
            // systemd, a wait for the new process and, at worst, all of it again
            // with the previous configuration.
            let verb = HAProxyVerb(action: action, expectation: expectation)
            guard action == .reload else {
                try await host.link.run(verb, timeout: .seconds(180))
                continue
            }
            // What clients come in by could be what we come in by.
            try await host.link.onTrial(.haproxy) { try await host.link.run(verb, timeout: .seconds(180)) }
        }
        return StepOutput()
    }

    /// What the helper is asked for, one request for each.
    private func expectations(
        of action: HAProxyVerb.Action, _ step: Step, _ wanted: HAProxySpecification
    ) -> [String] {
        switch action {
        case .reload, .start: [wanted.configuration]
        case .renew: wanted.loadedFiles.keys.sorted()
        default: [((step.observation as? HAProxyObservation)?.serversOutByHand ?? []).joined(separator: " ")]
        }
    }

    /// What is done to one balancer by itself.
    private static let actions: Set<HAProxyVerb.Action> = [.reload, .start, .renew, .ready]

    func health(of members: [ResourceAddress], on host: FleetHost) async throws -> [ResourceAddress: MemberHealth] {
        let answer = try await host.link.run(LookVerb(haproxy: .init(virtualAddress: host.settings.virtualAddress)))
        let health: MemberHealth
        if let state = answer.haproxy.map(HAProxyState.init) {
            // Brokers that are down are not the balancer's fault: it is then
            // compared with what it was before and with its sibling.
            let complaints = state.closedFrontends + state.deadBackends
            health = MemberHealth(
                isRunning: true, isHealthy: state.closedFrontends.isEmpty, isConnected: state.deadBackends.isEmpty,
                note: complaints.isEmpty ? nil : complaints.joined(separator: ", "))
        } else {
            health = MemberHealth(isRunning: false, isHealthy: false, note: "its statistics socket does not answer")
        }
        return Dictionary(members.map { ($0, health) }, uniquingKeysWith: { first, _ in first })
    }
}
