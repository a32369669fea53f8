import BrokerModel

/// What a freshly installed host lacks and everything else stands on: packages,
/// the containers' account, settings of the kernel, the narrow sudo rule.
struct HostGround {
    private let facts: FleetFacts
    private let source: PackageSourceFile?

    /// The accounts of the connections, by host.
    private let users: [HostName: UserName]

    init(_ facts: FleetFacts, _ findings: inout Findings) {
        self.facts = facts
        source = facts.settings.packageSource.flatMap { source in
            findings.take("packages", at: facts.source, otherwise: nil) { () throws(Refusal) in
                try PackageSourceFile(source)
            }
        }
        var users: [HostName: UserName] = [:]
        for member in facts.hosts where member.host.access.sudo == .narrow {
            users[member.name] = findings.take("ssh.user", at: member.host.source, otherwise: .root) {
                () throws(Refusal) in try UserName(member.host.access.user)
            }
        }
        self.users = users
    }

    func add(to assembly: inout HostAssembly, of host: Host) {
        let packages = RolePackages(of: host.role, facts)
        var file: ResourceAddress?
        if let source, !packages.names.isEmpty {
            file = assembly.file(
                PackageSourceFile.name, in: PlacedDirectory(path: PackageSourceFile.directory, address: nil),
                source.contents, ownedBy: Self.root, Origin(facts.source, "where packages come from"))
        }
        assembly.packages(packages.names, after: file) { name in
            Origin(host.source, RolePackages.purpose(of: name))
        }
        if packages.names.contains(PackageSpecification.engine) {
            let user = facts.settings.containerUser
            assembly.account(
                AccountSpecification(
                    name: facts.owner.user.text, uid: user.uid, gid: user.gid, home: user.home,
                    groups: [facts.owner.group]),
                Origin(facts.source, "owner of the containers' files"))
        }
        if facts.runsRedis, host.role == .broker || host.role == .antiloop { addKernelSettings(to: &assembly) }
        if let user = users[host.name] {
            assembly.sudo(user, Origin(host.source, "the helper is all that may run as root"))
        }
    }

    /// What Redis warns of when it starts: without overcommitting its background
    /// saves can fail, and its backlog is cut to the kernel's (redis.io, "Redis
    /// administration"; the guides' preparation of the hosts).
    private func addKernelSettings(to assembly: inout HostAssembly) {
        assembly.file(
            "60-isobar-redis.conf", in: PlacedDirectory(path: Self.kernelDirectory, address: nil),
            """
            \(FileHeader.comment)\
            vm.overcommit_memory = 1
            net.core.somaxconn = 1024

            """,
            ownedBy: Self.root, check: .kernelSettings,
            Origin(facts.source, "settings of the kernel that Redis asks for"))
    }

    private static let root = FileOwner(user: .root, group: "root")
    private static let kernelDirectory = AbsolutePath(unchecked: "/etc/sysctl.d")
}
