internal import BrokerModel
internal import Execution

/// The sudo rules of the account Isobar logs in with.
struct SudoOperator: KindOperator {
    var kind: ResourceKind { SudoSpecification.kind }

    func ask(about wanted: [Resource], _ settings: FleetSettings, _ question: inout HostQuestion) {
        question.look.sudoUser = wanted.lazy.compactMap { $0.specification as? SudoSpecification }.first?.user
    }

    func observed(in findings: HostFindings) -> [ObservedResource] {
        guard let found = findings.answer.sudo else { return [] }
        return findings.wanted.filter { $0.address.kind == kind }.map { resource in
            ObservedResource(
                address: resource.address, observation: found, isOwned: findings.owns(resource.address))
        }
    }

    /// The wide rule goes for good only when a session that was opened without it
    /// has run the helper. If anything ends in between, the host puts it back.
    func perform(_ step: Step, on host: FleetHost) async throws -> StepOutput {
        guard step.verb == StepVerb.narrow else { throw unknownVerb(step) }
        let wanted: SudoSpecification = try specification(of: step)
        try await host.link.proveInstalledHelper()
        try await host.link.run(SudoVerb(action: .narrow, user: wanted.user))
        do {
            try await host.link.proveInstalledHelper()
        } catch {
            // Should this fail too, the host does it by itself.
            _ = try? await host.link.run(SudoVerb(action: .restore, user: wanted.user))
            throw Failure(
                .rolledBack, attempted: "run the helper in a new session, by its own sudo rule alone",
                on: host.name.text, response: (error as? Failure)?.response ?? "it was interrupted",
                remedy: "the wide rule is in place again, at the latest after a minute; look at /etc/sudoers.d/isobar "
                    + "and at what `sudo -l` says there")
        }
        try await host.link.run(SudoVerb(action: .confirm, user: wanted.user))
        return StepOutput(tail: "a copy is in /var/lib/isobar/set-aside/etc/sudoers.d")
    }
}
