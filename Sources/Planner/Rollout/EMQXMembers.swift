import BrokerModel

/// The members of the EMQX cluster as their containers were found, and what must
/// not be done to one of them.
struct EMQXMembers {
    /// Whether Isobar looks after the cluster.
    let areManaged: Bool

    /// The containers, by their hosts.
    private let containers: [HostName: ContainerObservation]

    init(_ input: PlanningInput) {
        let cluster = input.resources.lazy.compactMap { $0.specification as? EMQXClusterSpecification }.first
        areManaged = cluster != nil
        var containers: [HostName: ContainerObservation] = [:]
        for host in cluster?.hosts ?? [] {
            let found = input.observed.hosts[host]?.resources[EMQXClusterSpecification.container(on: host)]
            containers[host] = found?.observation as? ContainerObservation
        }
        self.containers = containers
    }

    /// Why the draft must not be carried out, as a clause; nil when it may.
    func obstacle(to draft: Draft) -> String? {
        guard let host = draft.address.host, draft.address == EMQXClusterSpecification.container(on: host),
            let wanted = draft.specification as? ContainerSpecification
        else { return nil }
        return older(wanted, on: host) ?? apart(draft, on: host)
    }

    /// Whether the container under the name of a member is one: it was told its name
    /// in the cluster, or answers.
    static func isMember(
        _ observed: ContainerObservation, _ desired: ContainerSpecification, on host: ObservedHost
    ) -> Bool {
        guard desired.environment[nodeVariable] != nil, observed.environment[nodeVariable] == nil else { return true }
        let address = ResourceAddress(host.host, EMQXClusterSpecification.kind, ResourceAddress.partName)
        let found = host.resources[address]?.observation as? EMQXObservation
        return found?.views[host.host]?.isAnswering ?? true
    }

    private static let nodeVariable = "EMQX_NODE_NAME"

    /// EMQX changes its data when it is started in a newer release, and does not
    /// change it back (EMQX documentation, "Upgrade EMQX").
    private func older(_ wanted: ContainerSpecification, on host: HostName) -> String? {
        let known = containers[host].map { [$0] } ?? Array(containers.values)
        guard let release = wanted.image.tag.flatMap(ReleaseNumber.init),
            let found = known.compactMap({ Self.release(of: $0) }).max(), release.isOlder(than: found)
        else { return nil }
        return "the data there is of EMQX \(found), which EMQX \(release) cannot read. Say at least \(found) in "
            + "versions.yaml; to go back all the same, see docs/emqx.md"
    }

    private static func release(of container: ContainerObservation) -> ReleaseNumber? {
        ImageReference(container.image)?.tag.flatMap(ReleaseNumber.init)
    }

    /// One member after the other cannot be given another cookie, or another name:
    /// those that have it and those that do not are two clusters, each with a part
    /// of the clients.
    private func apart(_ draft: Draft, on host: HostName) -> String? {
        let parting = draft.proposal.changes.map(\.field).first { Self.parting.contains($0) }
        // What was never told a name is no member, and parts from nobody.
        if let found = containers[host], found.environment[Self.nodeVariable] == nil { return nil }
        guard let parting, containers.contains(where: { $0.key != host && $0.value.state.isRunning }) else {
            return nil
        }
        return "\(parting.dropFirst("env ".count)) is another one: a member that has it is in another cluster than "
            + "those that do not. To change it, stop EMQX on all brokers (`docker stop emqx`), which ends all "
            + "connections, and plan again"
    }

    private static let parting: Set<String> = ["env EMQX_NODE__COOKIE", "env \(nodeVariable)"]
}
