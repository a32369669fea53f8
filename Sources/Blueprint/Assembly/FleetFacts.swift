import BrokerModel

/// What holds for the whole broker and is worked out once: values that passed
/// into their types, hosts by role, names as addresses.
struct FleetFacts {
    /// A host with its address.
    struct Member {
        let host: Host
        let address: HostAddress

        var name: HostName { host.name }
    }

    let settings: BrokerSettings
    let versions: Versions

    /// All hosts, in the order of their names.
    let hosts: [Member]
    let brokers: [Member]
    let antiloops: [Member]
    let balancers: [Member]
    let managers: [Member]
    let domain: DomainName

    /// The owner of the containers' files.
    let owner: FileOwner
    let allowedClients: [AddressRange]

    /// The user's home on the hosts, below which containers keep their files.
    var home: AbsolutePath { settings.containerUser.home }

    /// Whether Redis is a cluster on the broker and antiloop hosts.
    var runsRedis: Bool { settings.redis == .managed }

    var directoryOwnership: FileOwnership { owner.ownership(mode: 0o755) }

    /// Where the broker as a whole is written.
    var source: SourcePosition { settings.source }

    init(_ desired: DesiredState, _ findings: inout Findings) {
        settings = desired.broker
        versions = desired.versions
        let hosts = desired.hosts.sorted { $0.name < $1.name }.map { host in
            let address = findings.take("\(host.name).address", at: host.source, otherwise: .standIn) {
                () throws(Refusal) in try HostAddress(host.address)
            }
            return Member(host: host, address: address)
        }
        self.hosts = hosts
        brokers = hosts.filter { $0.host.role == .broker }
        antiloops = hosts.filter { $0.host.role == .antiloop }
        balancers = hosts.filter { $0.host.role == .loadbalancer }
        managers = hosts.filter { $0.host.role == .manage }
        let source = desired.broker.source
        domain = findings.take("domain", at: source, otherwise: .standIn) { () throws(Refusal) in
            try DomainName(desired.broker.domain)
        }
        let user = findings.take("containerUser.name", at: source, otherwise: .root) { () throws(Refusal) in
            try UserName(desired.broker.containerUser.name)
        }
        owner = FileOwner(user: user, group: "docker")
        allowedClients = findings.ranges(desired.broker.traefik.allowedClients, "traefik.allowedClients", at: source)
    }
}

extension Findings {
    /// Address ranges of a list; `field` names the list.
    mutating func ranges(_ texts: [String], _ field: String, at position: SourcePosition) -> [AddressRange] {
        texts.enumerated().map { index, text in
            take("\(field)[\(index)]", at: position, otherwise: .loopback) { () throws(Refusal) in
                try AddressRange(text)
            }
        }
    }
}
