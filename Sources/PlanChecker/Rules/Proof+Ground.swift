import BrokerModel

extension Proof {
    /// What a host lacks at first comes before what needs it: where packages come
    /// from, packages, accounts, and only then what is made with them. None of it
    /// is ever removed.
    mutating func checkGround() {
        for (host, indices) in stepsByHost {
            checkLasting(indices)
            let packages = made(PackageSpecification.kind, among: indices)
            let accounts = made(AccountSpecification.kind, among: indices)
            let sources = indices.filter { steps[$0].resource.name == Self.sourceFile }
            for package in packages.values {
                for source in sources { demand(source, before: package, .useOrder, "apt reads its sources first") }
            }
            guard !packages.isEmpty || !accounts.isEmpty else { continue }
            for index in indices { checkNeeds(of: index, packages, accounts) }
            checkCluster(on: host, packages)
        }
    }

    /// Steps that make something of a kind, by its name.
    private func made(_ kind: ResourceKind, among indices: [Int]) -> [String: Int] {
        let making = indices.filter { steps[$0].resource.kind == kind && steps[$0].action == .create }
        return Dictionary(making.map { (steps[$0].resource.name, $0) }) { first, _ in first }
    }

    private mutating func checkLasting(_ indices: [Int]) {
        for index in indices
        where Self.lasting.contains(steps[index].resource.kind) && steps[index].action == .delete {
            report(.foreignResource, [index], "packages and accounts are never removed")
        }
    }

    private static let lasting: Set<ResourceKind> = [
        PackageSpecification.kind, AccountSpecification.kind, SudoSpecification.kind,
    ]

    private mutating func checkNeeds(of index: Int, _ packages: [String: Int], _ accounts: [String: Int]) {
        let step = steps[index]
        if let account = step.specification as? AccountSpecification, account.groups.contains("docker") {
            demand(packages[PackageSpecification.engine], before: index, "the package brings the group")
        }
        guard step.action != .delete else { return }
        if Self.engineKinds.contains(step.resource.kind) {
            demand(packages[PackageSpecification.engine], before: index, "there is no engine before its package")
        }
        let isBalancing = step.resource.kind == HAProxySpecification.kind || step.resource.name.hasPrefix("etc/haproxy/")
        if isBalancing { demand(packages["haproxy"], before: index, "HAProxy comes with its package") }
        let ownership =
            (step.specification as? FileSpecification)?.ownership
            ?? (step.specification as? DirectorySpecification)?.ownership
        if let ownership { demand(accounts[ownership.owner], before: index, "its owner has no account before") }
    }

    private static let engineKinds: Set<ResourceKind> = [
        ImageSpecification.kind, NetworkSpecification.kind, ContainerSpecification.kind,
    ]

    /// The cluster of the balancers is made of programs on each of them.
    private mutating func checkCluster(on host: String, _ packages: [String: Int]) {
        guard let name = HostName(host) else { return }
        for index in stepsByHost[ResourceAddress.clusterScope] ?? [] where steps[index].hosts.contains(name) {
            for package in ["pcs", "corosync", "pacemaker", "pacemaker-cli-utils", "resource-agents"] {
                demand(packages[package], before: index, "\(package) may be missing on \(host)")
            }
        }
    }

    private mutating func demand(_ earlier: Int?, before later: Int, _ explanation: String) {
        if let earlier { demand(earlier, before: later, .useOrder, explanation) }
    }

    private static let sourceFile = "etc/apt/sources.list.d/isobar.sources"
}
