internal import BrokerModel
internal import Execution

/// The third vote: corosync-qnetd on one host, corosync-qdevice on the balancers.
struct QuorumDeviceOperator: KindOperator {
    var kind: ResourceKind { QuorumDeviceSpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        if !wanted.isEmpty { question.look.asksQuorum = true }
    }

    func observed(in findings: HostFindings) -> [ObservedResource] {
        let wanted = findings.wanted.lazy.compactMap { $0.specification as? QuorumDeviceSpecification }.first
        guard let report = findings.answer.quorum, let wanted else { return [] }
        let isOurs = findings.owns(QuorumDeviceSpecification.resource)
        var view = QuorumMemberView(isOurs: isOurs)
        if wanted.balancers.contains(findings.host) {
            view.read(member: report, corosync: findings.answer.cluster?.corosync ?? "")
        } else {
            view.read(report.server)
        }
        return [
            ObservedResource(
                address: ResourceAddress(findings.host, kind, ResourceAddress.partName),
                observation: QuorumDeviceObservation(views: [findings.host.text: view]), isOwned: isOurs)
        ]
    }

    func perform(_ step: Step, onAll hosts: [FleetHost]) async throws -> StepOutput {
        let wanted: QuorumDeviceSpecification = try specification(of: step)
        let members = hosts.filter { wanted.balancers.contains($0.name) }
        switch step.verb {
        case StepVerb.create, StepVerb.configure, StepVerb.start:
            guard let server = wanted.server, let host = hosts.first(where: { $0.name == server.host }) else {
                throw unknownVerb(step)
            }
            try await establish(members, server: host, at: server.address)
        case StepVerb.remove: break
        default: throw unknownVerb(step)
        }
        try await takeAway(wanted, step.observation as? QuorumDeviceObservation, hosts)
        return StepOutput()
    }

    /// All that leads to a working vote, whatever of it is there: members know the
    /// device when both have their certificates, and are told together.
    private func establish(_ members: [FleetHost], server: FleetHost, at address: String) async throws {
        let authority = try await document(.serve, of: server)
        for member in members {
            let request = try await run(.request(authority: authority), on: member).document
            guard let request else { continue }
            try await run(.enrol(try await document(.sign(request), of: server)), on: member)
        }
        for member in members { try await run(.use(address: address), on: member) }
        for member in members { try await run(.connect, on: member) }
    }

    /// What Isobar made and nobody wants: on balancers first, who would otherwise
    /// ask a server that is gone.
    private func takeAway(
        _ wanted: QuorumDeviceSpecification, _ observed: QuorumDeviceObservation?, _ hosts: [FleetHost]
    ) async throws {
        let ours = hosts.filter { observed?.views[$0.name.text]?.isOurs == true }
        if wanted.server == nil {
            let members = ours.filter { wanted.balancers.contains($0.name) }
            for member in members { try await run(.leave, on: member) }
            for member in members { try await run(.reload, on: member) }
        }
        for host in ours where wanted.retired.contains(host.name) { try await run(.retire, on: host) }
    }

    private func document(_ action: QuorumVerb.Action, of host: FleetHost) async throws -> [UInt8] {
        guard let document = try await run(action, on: host).document else {
            throw Failure(
                .commandFailed, attempted: QuorumVerb(action: action).attempted, on: host.name.text,
                response: "the host answered no certificate",
                remedy: "see what corosync-qnetd-certutil does there, and docs/virtual-ip.md")
        }
        return document
    }

    /// The tools of NSS make keys, which takes seconds where chance is scarce.
    @discardableResult
    private func run(_ action: QuorumVerb.Action, on host: FleetHost) async throws -> HelperAnswer {
        try await host.link.run(QuorumVerb(action: action), timeout: .seconds(180))
    }
}
