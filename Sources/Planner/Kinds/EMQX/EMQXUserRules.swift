import BrokerModel

/// MQTT users of the broker and what they may do: made, changed, and removed when
/// nobody asks for them any more. Those of others are told and left alone, unless
/// the desired state says that its list is complete.
enum EMQXUserRules: KindRules {
    static let ownership = Ownership.exclusive

    static func difference(
        _ desired: EMQXUserSpecification, _ observed: EMQXUserObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        let cluster = host.observed.resources[EMQXClusterSpecification.resource]?.observation as? EMQXObservation
        let doors = (cluster?.views ?? [:]).values.compactMap(\.door)
        guard let observed, let account = observed.account else {
            // Where EMQX cannot be asked, what a host remembers is taken for there; and
            // where it has no place for rules yet, that comes first.
            let isComing = host.changes.contains { $0.address == EMQXClusterSpecification.resource }
            let hasPlace = doors.contains { $0.sources.contains(EMQXDoor.source) }
            guard hasPlace || isComing && (observed == nil || !doors.isEmpty) else { return .none }
            return .steps([creation(desired)])
        }
        let changes = changes(desired, observed, account)
        guard !changes.isEmpty else { return .none }
        return .steps([Proposal(action: .update, verb: StepVerb.update, changes: changes)])
    }

    static func removal(
        of observed: EMQXUserObservation, at address: ResourceAddress, on host: HostView
    ) -> Proposal? {
        guard let account = observed.account else { return nil }
        return Proposal(
            action: .delete, verb: StepVerb.remove,
            changes: [FieldChange(field: "rights", from: text(account), to: nil)])
    }

    static var wayOut: String {
        "remove it in EMQX's dashboard, or write `otherUsers: remove` under `emqx` in broker.yaml, by which all users "
            + "are Isobar's"
    }

    static func title(of address: ResourceAddress) -> String { "the user \(address.name)" }

    static func drift(of resource: DriftedResource, _ observed: EMQXUserObservation?) -> DriftAccount? {
        // Of the user as a whole, not of what each host tells of it.
        guard resource.address.host == nil else { return nil }
        guard resource.steps.isEmpty else { return commonDrift(of: resource) }
        guard resource.host.resources[resource.address]?.isOwned == false, let account = observed?.account else {
            return nil
        }
        return DriftAccount(.foreignUser, "was made by somebody else (\(text(account))), and nothing asks for it")
    }

    // MARK: -

    private static func creation(_ desired: EMQXUserSpecification) -> Proposal {
        Proposal(
            action: .create, verb: StepVerb.create,
            changes: [
                FieldChange(field: "password", from: nil, to: Secret.placeholder),
                FieldChange(field: "rights", from: nil, to: text(desired)),
            ])
    }

    private static func changes(
        _ desired: EMQXUserSpecification, _ observed: EMQXUserObservation, _ account: EMQXAccount
    ) -> [FieldChange] {
        var changes: [FieldChange] = []
        let stamp = desired.stamp
        if !desired.hosts.allSatisfy({ observed.stamps[$0]?.readsSame(as: stamp) == true }) {
            changes.append(FieldChange(field: "password", from: nil, to: FieldChange.secretChanged))
        }
        let isOther = observed.accounts.values.contains { account in
            account.isSuperuser != desired.isSuperuser || !account.hasRules(desired.rules)
        }
        if isOther { changes.append(FieldChange(field: "rights", from: text(account), to: text(desired))) }
        return changes
    }

    private static func text(_ desired: EMQXUserSpecification) -> String {
        if desired.isSuperuser { return "everything" }
        return desired.rules.map { "\($0.permission) \($0.action) \($0.topic.redacted)" }.joined(separator: ", ")
    }

    /// Of rules that were found nobody knows whether their topics are secrets.
    private static func text(_ account: EMQXAccount) -> String {
        if account.isSuperuser { return "everything" }
        let publishing = account.rules.count { $0.permission == "allow" && !$0.action.hasPrefix("subscribe") }
        return "\(account.rules.count) rules" + (publishing == 0 ? "" : ", \(publishing) of them to publish")
    }
}
