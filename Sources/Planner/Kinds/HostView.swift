import BrokerModel

/// What the rules of a kind may look at: the host as it was seen, and what
/// the plan does there so far.
struct HostView {
    let observed: ObservedHost
    private(set) var changes: [HostChange] = []

    /// Paths of files whose content is different after this plan.
    private(set) var changedFiles: Set<String> = []

    /// Containers the plan replaces or removes, and what they use until then.
    private(set) var containersGoing = ContainerUse()

    /// What the plan removes, by the directory it lies in.
    private(set) var removedIn: [String: [ResourceAddress]] = [:]

    /// What the plan makes on other hosts, for what stands on several of them.
    let madeElsewhere: Set<ResourceAddress>

    init(_ observed: ObservedHost, madeElsewhere: Set<ResourceAddress> = []) {
        self.observed = observed
        self.madeElsewhere = madeElsewhere
    }

    func address(_ kind: ResourceKind, _ name: String) -> ResourceAddress {
        ResourceAddress(scope: observed.host.text, kind: kind, name: name)
    }

    /// The directory a path lies in: whoever makes it comes before.
    func directory(of path: AbsolutePath) -> [ResourceAddress] {
        path.parent.map { [address(DirectorySpecification.kind, String($0.text.dropFirst()))] } ?? []
    }

    mutating func note(_ change: HostChange) {
        changes.append(change)
        if change.address.kind == FileSpecification.kind, change.proposal.changesContent {
            changedFiles.insert("/" + change.address.name)
        }
        // A stopped one takes nothing out, and yet goes before its files.
        if let container = change.observation as? ContainerObservation,
            change.proposal.effect != .none || change.proposal.action == .delete
        {
            containersGoing.add(change.address, container)
        }
        if change.proposal.action == .delete, let slash = change.address.name.lastIndex(of: "/") {
            removedIn["/" + change.address.name[..<slash], default: []].append(change.address)
        }
    }
}
