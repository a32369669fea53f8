internal import BrokerModel
internal import Execution

/// MQTT users of the broker, in EMQX's own database.
struct EMQXUserOperator: KindOperator {
    var kind: ResourceKind { EMQXUserSpecification.kind }

    /// Every user that EMQX has, somebody else's too; and where it cannot be
    /// asked those whom the host remembers.
    func observed(in findings: HostFindings) throws -> [ObservedResource] {
        guard let report = findings.answer.emqxDoor else { return [] }
        let replies = EMQXReplies(report)
        let isOpen = report.state == "open"
        var accounts: [String: EMQXAccount] = [:]
        do {
            if isOpen { accounts = try replies.accounts() }
        } catch {
            throw EMQXConversation.unreadable(error, on: findings.host)
        }
        let names = self.names(findings)
        let stamps = replies.stamps
        let unnamed = replies.unnamed
        func name(_ encoded: String) -> String {
            names[encoded] ?? (unnamed.contains(encoded) ? EMQXUserSpecification.former : encoded)
        }
        var found: [String: EMQXUserObservation] = [:]
        for (login, account) in accounts.sorted(by: { $0.key < $1.key }) {
            let encoded = EMQXUserSpecification.name(of: login)
            let name = name(encoded)
            found[name] = EMQXUserObservation(accounts: [findings.host: account])
            found[name]?.stamps[findings.host] = stamps[encoded]
        }
        if !isOpen {
            for (encoded, stamp) in stamps {
                found[name(encoded)] = EMQXUserObservation(accounts: [:], stamps: [findings.host: stamp])
            }
        }
        let ownsAll = findings.wanted.contains {
            ($0.specification as? EMQXClusterSpecification)?.ownsAllUsers == true
        }
        return found.map { name, observation in
            ObservedResource(
                address: ResourceAddress(findings.host, kind, name), observation: observation,
                isOwned: ownsAll || name == EMQXUserSpecification.former
                    || findings.owns(EMQXUserSpecification.resource(of: name)))
        }
    }

    /// How users are called whose name does not say it, by the form it has in
    /// addresses.
    private func names(_ findings: HostFindings) -> [String: String] {
        var names: [String: String] = [:]
        for resource in findings.wanted {
            guard let user = resource.specification as? EMQXUserSpecification else { continue }
            names[user.login.withRevealed { EMQXUserSpecification.name(of: $0) }] = user.name
        }
        return names
    }

    func perform(_ step: Step, onAll hosts: [FleetHost]) async throws -> StepOutput {
        switch step.verb {
        case StepVerb.create, StepVerb.update:
            let user: EMQXUserSpecification = try specification(of: step)
            for (place, host) in hosts.enumerated() {
                let verb = EMQXVerb(action: place == 0 ? .user(user) : .note(user))
                try await host.link.run(verb, timeout: Self.patience)
            }
        case StepVerb.remove:
            for host in hosts {
                try await host.link.run(EMQXVerb(action: .remove(name: step.resource.name)), timeout: Self.patience)
            }
        default: throw unknownVerb(step)
        }
        return StepOutput()
    }

    /// Longer than EMQX has for all its answers together.
    private static let patience = Duration.seconds(90)
}
