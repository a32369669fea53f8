import BrokerModel

/// What both balancers told, against what is wanted of them.
struct ObservedCluster {
    let desired: VirtualIPSpecification
    private let observed: VirtualIPObservation

    /// In the order of the members.
    private let views: [(host: HostName, view: ClusterView)]

    /// The packages the plan brings.
    private let packages: Set<ResourceAddress>

    /// Nil when a member was not looked at.
    init?(
        _ desired: VirtualIPSpecification, _ observed: VirtualIPObservation?, packages: Set<ResourceAddress>
    ) {
        guard let observed else { return nil }
        let views = desired.hosts.compactMap { host in observed.views[host].map { (host, $0) } }
        guard views.count == desired.hosts.count, !views.isEmpty else { return nil }
        self.desired = desired
        self.packages = packages
        self.observed = observed
        self.views = views
    }

    /// Whether no member is in a cluster that matters.
    var isToBeMade: Bool { views.allSatisfy { standing(of: $0.view) != .live } }

    /// Hosts in a cluster in which nothing is, with what it is called. Debian's
    /// packages start one where they are installed.
    var toBeCleared: [(HostName, String)] {
        views.filter { standing(of: $0.view) == .empty || !$0.view.isInstalled }.map { host, view in
            (host, view.isInstalled ? Self.name(of: view) : "Debian's default cluster once it is installed")
        }
    }

    /// Why nothing can be done, as a clause; nil when something can.
    var obstacle: String? {
        let bare = views.filter { !$0.view.isInstalled && !isBrought(to: $0.host) }.map(\.host.text)
        if !bare.isEmpty {
            return "pacemaker is not installed on \(bare.joined(separator: " and ")): "
                + "install pcs, pacemaker, pacemaker-cli-utils, corosync and resource-agents there"
        }
        if let newcomer, desired.hasThirdVote {
            return "\(newcomer.host) is to be taken into the cluster at \(newcomer.address), which a third vote does not "
                + "follow: take loadBalancer.quorumDevice out and apply, then apply this, then put it back"
        }
        return foreignCluster ?? (newcomer == nil ? otherNodes ?? partition : nil)
    }

    /// Nil when both are in the cluster, and also when there is no other one that
    /// keeps it meanwhile: exactly one is taken in at a time.
    var newcomer: Newcomer? {
        guard !isToBeMade, views.count == 2 else { return nil }
        for (index, (keeper, view)) in views.enumerated() {
            let (host, other) = views[1 - index]
            let addresses = Dictionary(desired.balancers.map { ($0.host, $0.address) }) { first, _ in first }
            guard view.isRunning, view.clusterName == VirtualIPSpecification.clusterName,
                view.nodes[keeper.text] == addresses[keeper], Set(view.nodes.keys).isSubset(of: [keeper.text, host.text]),
                let address = addresses[host], other.isInstalled || isBrought(to: host)
            else { continue }
            let isOutside = standing(of: other) != .live
            let isRenumbered = other.nodes == view.nodes && view.nodes[host.text] != address
            guard isOutside || isRenumbered else { continue }
            return Newcomer(host: host, known: view.nodes[host.text], address: address, keeper: keeper)
        }
        return nil
    }

    /// Members where the account has another password than the wanted one.
    var withOtherPassword: [HostName] {
        views.map(\.host).filter { observed.passwords[$0] != desired.passwordStamp }
    }

    /// Members where the cluster does not run or would not after a reboot.
    var stopped: [HostName] {
        let new = newcomer?.host
        return views.filter { $0.host != new && (!$0.view.isRunning || !$0.view.isEnabled) }.map(\.host)
    }

    var settingChanges: [FieldChange] {
        // Where it is made anew, or stands still, nobody tells.
        let found = running?.settings ?? [:]
        if running == nil, !isToBeMade { return [] }
        let wanted = desired.settings.filter { $0.key != VirtualIPSpecification.preference }
        return wanted.sorted { $0.key < $1.key }.compactMap { name, value in
            found[name] == value ? nil : FieldChange(field: name, from: found[name], to: value)
        }
    }

    /// Another balancer is preferred than before.
    var preferenceChange: FieldChange? {
        let name = VirtualIPSpecification.preference
        let (found, wanted) = (running?.settings[name], desired.settings[name])
        if running == nil, !isToBeMade { return nil }
        return found == wanted ? nil : FieldChange(field: name, from: found, to: wanted)
    }

    /// The balancer that has the address and the one that is now preferred: a
    /// preference that is new is a move, if it is not there yet. Where it is later
    /// is up to the cluster.
    var move: (from: String, to: HostName)? {
        guard preferenceChange != nil, let preferred = desired.preferred, let holder = running?.holder,
            holder != preferred.text
        else { return nil }
        return (holder, preferred)
    }

    var interventionChanges: [FieldChange] {
        (running?.interventions ?? [:]).sorted { $0.key < $1.key }.map {
            FieldChange(field: $0.key, from: $0.value, to: nil)
        }
    }

    var failures: [String] { running?.failures ?? [] }

    /// The view of a member that is in the cluster: all of them have the same.
    private var running: ClusterView? {
        let keeper = newcomer?.keeper
        return isToBeMade ? nil : views.first { $0.view.isRunning && (keeper == nil || $0.host == keeper) }?.view
    }

    private func isBrought(to host: HostName) -> Bool {
        Self.software.contains { packages.contains(ResourceAddress(host, PackageSpecification.kind, $0)) }
    }

    private static let software = ["pcs", "corosync", "pacemaker-cli-utils"]

    // MARK: - What stands in the way

    private enum Standing { case none, empty, live }

    /// Debian starts a cluster of one node, `debian`, with its packages. One of
    /// our name in which nothing is yet was left by a run that was killed.
    private func standing(of view: ClusterView) -> Standing {
        guard let name = view.clusterName else { return .none }
        if name == VirtualIPSpecification.clusterName, isOurs(view), view.isRunning { return .live }
        return view.resources.isEmpty && Self.dispensable.contains(name) ? .empty : .live
    }

    private static let dispensable: Set<String> = ["", "debian", VirtualIPSpecification.clusterName]

    private func isOurs(_ view: ClusterView) -> Bool {
        view.nodes == Dictionary(desired.balancers.map { ($0.host.text, $0.address) }) { first, _ in first }
    }

    private var foreignCluster: String? {
        let foreign = views.first {
            standing(of: $0.view) == .live && $0.view.clusterName != VirtualIPSpecification.clusterName
        }
        guard let (host, view) = foreign else { return nil }
        let contents = view.resources.isEmpty ? "" : " with \(view.resources.joined(separator: ", "))"
        return "\(host) is in \(Self.name(of: view))\(contents), which Isobar never destroys: "
            + VirtualIPRules.wayOut
    }

    /// A live cluster of ours has exactly the wanted members.
    private var otherNodes: String? {
        guard !isToBeMade else { return nil }
        for (host, view) in views {
            guard standing(of: view) == .live else {
                return "\(host) is not in the cluster that the other balancer is in: "
                    + "add it there with `pcs cluster node add \(host)`"
            }
            guard !isOurs(view) else { continue }
            let nodes = view.nodes.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
            return "the cluster on \(host) consists of \(nodes): take the difference to hosts.yaml away with "
                + "`pcs cluster node add` or `remove`, Isobar never takes a live cluster apart"
        }
        return nil
    }

    /// Each bears the address when they do not see each other.
    private var partition: String? {
        guard !isToBeMade, views.allSatisfy({ $0.view.isRunning }) else { return nil }
        let names = Set(desired.hosts.map(\.text))
        guard views.allSatisfy({ !$0.view.online.isEmpty }),
            views.allSatisfy({ names.intersection($0.view.online).count == 1 && $0.view.interventions.isEmpty })
        else { return nil }
        return "the balancers do not see each other, and "
            + (desired.hasThirdVote ? "the third vote left the address to one of them" : "each may bear the address")
            + ": check the network between them (UDP 5404 to 5412)"
    }

    private static func name(of view: ClusterView) -> String {
        guard let name = view.clusterName, !name.isEmpty else { return "a cluster without a name" }
        return name == "debian" ? "Debian's default cluster" : "the cluster \(name)"
    }
}
