import BrokerModel

/// The EMQX cluster: its members find each other by themselves; that they did is
/// seen to, and that nobody comes in who has no password or does what no rule
/// allows.
///
/// Two parts of a cluster that both have clients are never joined: one of them
/// would lose its data.
enum EMQXRules: KindRules {
    static let ownership = Ownership.exclusive

    static func difference(
        _ desired: EMQXClusterSpecification, _ observed: EMQXObservation?, of resource: Resource, on host: HostView
    ) -> Difference {
        guard let observed, desired.hosts.allSatisfy({ observed.views[$0] != nil }) else { return .none }
        // Of a silent member nothing can be said, unless the plan makes or starts it.
        let silent = desired.hosts.filter { observed.views[$0]?.isAnswering != true }
        let coming = silent.filter { host.madeElsewhere.contains(EMQXClusterSpecification.container(on: $0)) }
        guard coming.count == silent.count else { return .none }
        if let obstacle = obstacle(desired, observed, isWhole: coming.isEmpty) { return .obstacle(obstacle) }
        let arrivals = coming.map { FieldChange(field: $0.text, from: "not answering", to: "in the cluster") }
        let changes = changes(desired, observed)
        let follows = coming.map(EMQXClusterSpecification.container)
        if isNew(observed, on: host) {
            let members = desired.hosts.map(\.text).joined(separator: ", ")
            return .steps([
                Proposal(
                    action: .create, verb: StepVerb.create,
                    changes: [FieldChange(field: "members", from: nil, to: members)] + changes,
                    reason: "its members are one, and its door is kept, before clients are sent to it",
                    effect: .restores, follows: follows)
            ])
        }
        if !changes.isEmpty {
            return .steps([
                Proposal(
                    action: .update, verb: StepVerb.configure, changes: arrivals + changes,
                    reason: "who may come in is not as it is wanted", follows: follows)
            ])
        }
        guard !arrivals.isEmpty else { return .none }
        return .steps([
            Proposal(
                action: .run, verb: StepVerb.mend, changes: arrivals, reason: "a member is on its way",
                effect: .restores, follows: follows)
        ])
    }

    static var wayOut: String { "remove the container emqx, or give it another name (docker rename), and plan again" }

    static func title(of address: ResourceAddress) -> String { "the EMQX cluster" }

    static func drift(of resource: DriftedResource, _ observed: EMQXObservation?) -> DriftAccount? {
        // Of the cluster as a whole, not of what each host tells of it.
        guard resource.address == EMQXClusterSpecification.resource else { return nil }
        var accounts: [DriftAccount] = []
        let silent = (observed?.views ?? [:]).filter { !$0.value.isAnswering }.keys.sorted().map(\.text)
        if !silent.isEmpty {
            accounts.append(DriftAccount(.notServing, "gets no answer from \(silent.joined(separator: " and "))"))
        }
        if resource.steps.first?.verb == StepVerb.configure {
            let parts = resource.changes.filter { $0.from != "not answering" }.map { change in
                change.to == FieldChange.secretChanged
                    ? "has another \(change.field)"
                    : "has \(change.field) \(change.from ?? "missing") instead of \(change.to ?? "nothing")"
            }
            accounts += parts.map { DriftAccount(.settingsChanged, $0) }
        }
        let doors = (observed?.views ?? [:]).sorted { $0.key < $1.key }.compactMap(\.value.door)
        accounts += (doors.first?.additions ?? []).map { DriftAccount(.settingsChanged, $0) }
        return .joined(accounts)
    }

    // MARK: -

    /// Whether nothing of it was set by Isobar yet: no member takes rules from
    /// where Isobar keeps them, and where none can be asked, no host remembers a
    /// user.
    private static func isNew(_ observed: EMQXObservation, on host: HostView) -> Bool {
        let doors = observed.views.values.compactMap(\.door)
        if !doors.isEmpty { return doors.allSatisfy { !$0.sources.contains(EMQXDoor.source) } }
        return !host.observed.resources.values.contains { found in
            (found.observation as? EMQXUserObservation)?.stamps.isEmpty == false
        }
    }

    private static func changes(
        _ desired: EMQXClusterSpecification, _ observed: EMQXObservation
    ) -> [FieldChange] {
        var changes: [FieldChange] = []
        let isOther = observed.passwords.values.contains { !$0.readsSame(as: desired.dashboardPassword) }
        if isOther || observed.views.values.contains(where: \.isLoginRefused) {
            changes.append(FieldChange(field: "dashboard password", from: nil, to: FieldChange.secretChanged))
        }
        for (_, view) in observed.views.sorted(by: { $0.key < $1.key }) {
            for change in view.door?.changes ?? [] where !changes.contains(change) { changes.append(change) }
        }
        return changes
    }

    /// Why nothing can be done, as a clause; nil when something can, or need not.
    ///
    /// - Parameter isWhole: whether all members answer already.
    private static func obstacle(
        _ desired: EMQXClusterSpecification, _ observed: EMQXObservation, isWhole: Bool
    ) -> String? {
        let views = observed.views.filter { desired.hosts.contains($0.key) }.sorted { $0.key < $1.key }
        // A member that came later may have been started with another password than
        // the one the others had by then: they take the new one for all.
        let refusing = views.first { $0.value.isLoginRefused }
        if let (host, _) = refusing, !views.contains(where: { $0.value.door != nil }) {
            return "EMQX on \(host) does not take the password of its dashboard that it was started with: somebody "
                + "gave it another. Give it back with `docker exec emqx emqx_ctl admins passwd admin PASSWORD`"
        }
        if isWhole {
            for (host, view) in views {
                guard let complaint = view.complaint(expecting: desired.nodes) else { continue }
                return "EMQX on \(host): \(complaint). Members find each other when they start: restart the one that "
                    + "is alone; one with data of its own joins with `docker exec emqx emqx_ctl cluster join NODE`, "
                    + "and loses it"
            }
        }
        let open = views.first { _, view in view.door?.changes.isEmpty == true && view.door?.admitsAnybody == true }
        if let (host, _) = open {
            return "EMQX on \(host) lets in a client without a name although it has an authenticator: see whether "
                + "authentication is off for the listener on port 1883"
        }
        return nil
    }
}
