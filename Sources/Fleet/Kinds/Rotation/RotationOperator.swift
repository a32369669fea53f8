internal import BrokerModel
internal import Execution

/// Brokers behind the load balancers: taken out of service and back in, always
/// on all balancers.
struct RotationOperator: KindOperator {
    var kind: ResourceKind { RotationSpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        guard !wanted.isEmpty else { return }
        question.look.haproxy = .init(virtualAddress: settings.virtualAddress)
    }

    func observed(in findings: HostFindings) -> [ObservedResource] {
        findings.wanted.compactMap { resource in
            guard let specification = resource.specification as? RotationSpecification else { return nil }
            let held = findings.answer.heldServers.filter(specification.servers.contains)
            return ObservedResource(
                address: ResourceAddress(findings.host, kind, resource.address.name),
                observation: RotationObservation(held: [findings.host.text: held]), isOwned: false)
        }
    }

    func perform(_ step: Step, onAll hosts: [FleetHost]) async throws -> StepOutput {
        let wanted: RotationSpecification = try specification(of: step)
        let balancers = try await passiveFirst(hosts)
        switch step.verb {
        case StepVerb.drain: try await drain(wanted, on: balancers)
        case StepVerb.join: try await run(.join, wanted, on: balancers)
        case StepVerb.ready: try await run(.release, wanted, on: balancers)
        case StepVerb.spread: try await run(.spread, wanted, on: balancers)
        default: throw unknownVerb(step)
        }
        return StepOutput()
    }

    /// No client is sent to the broker from either balancer before the first is
    /// moved: it could come back to the broker over the other one.
    private func drain(_ wanted: RotationSpecification, on balancers: [FleetHost]) async throws {
        do {
            try await run(.maint, wanted, on: balancers)
            try await run(.move, wanted, on: balancers)
        } catch {
            // The broker stays as it is, so it goes on serving. Where that does
            // not succeed either, the record remains for the next plan.
            for balancer in balancers { try? await run(.release, wanted, on: [balancer]) }
            throw error
        }
    }

    private func run(_ action: HAProxyVerb.Action, _ wanted: RotationSpecification, on balancers: [FleetHost])
        async throws
    {
        let verb = HAProxyVerb(action: action, expectation: wanted.servers.joined(separator: " "))
        for balancer in balancers { try await balancer.link.run(verb, timeout: .seconds(120)) }
    }

    /// The balancer with the virtual address last: what goes wrong on the other
    /// one is seen where nobody is.
    private func passiveFirst(_ hosts: [FleetHost]) async throws -> [FleetHost] {
        var passive: [FleetHost] = []
        var active: [FleetHost] = []
        for host in hosts {
            let look = LookVerb(haproxy: .init(virtualAddress: host.settings.virtualAddress))
            let answer = try await host.link.run(look)
            if answer.hasVirtualAddress { active.append(host) } else { passive.append(host) }
        }
        return passive + active
    }
}
