import BrokerModel

extension Documents {
    /// Whether what is to be deployed can stand on the hosts there are.
    func checkStanding(findings: inout Findings) {
        guard let broker, let hosts else { return }
        checkPublisher(broker, findings: &findings)
        checkLoadBalancer(broker, hosts, findings: &findings)
        checkRedis(broker, hosts, findings: &findings)
        checkLicense(broker, hosts, findings: &findings)
        checkAntiloop(broker, hosts, findings: &findings)
    }

    private func checkPublisher(_ broker: Document<BrokerSettings>, findings: inout Findings) {
        let publish = broker.value.publish
        if let settings = broker.value.loadBalancer.settings, case .literal(let url) = publish.broker,
            !BrokerEntrances(of: broker.value, hosts: hosts?.value ?? []).includes(url)
        {
            findings.warning(
                "publish.broker: is not this broker: its clients would not see what is published",
                at: broker.yaml.position("publish", "broker"),
                hint: "the broker is globalbroker.\(broker.value.domain) or \(settings.virtualAddress)")
        }
        switch publish.username {
        case .literal(let name):
            guard broker.value.users[name] != nil else { return }
            findings.error(
                "users.\(name): is the user that publishes; its rights come from publish",
                at: broker.yaml.position("users", name))
        case .secret(let secret):
            guard let place = broker.yaml.root["publish"]?["username"] else { return }
            let names = Set(broker.value.users.keys)
            findings.examine(secret, at: place) { name in
                guard names.contains(name) else { return nil }
                return Refusal(
                    "holds the name of one of users: the rights of the user that publishes come from publish")
            }
        }
    }

    private func checkLoadBalancer(
        _ broker: Document<BrokerSettings>, _ hosts: Document<[Host]>, findings: inout Findings
    ) {
        let balancers = hosts.value.filter { $0.role == .loadbalancer }
        let place = broker.yaml.position("loadBalancer")
        guard let settings = broker.value.loadBalancer.settings else {
            if let first = balancers.first {
                findings.warning(
                    "hosts.\(first.name): another balancer serves the broker (loadBalancer: external), "
                        + "nothing runs here",
                    at: first.source)
            }
            return
        }
        if balancers.isEmpty {
            findings.error(
                "loadBalancer: no host has the role loadbalancer: ports 443 and 8883 would not be served", at: place,
                hint: "add one to hosts.yaml, or write loadBalancer: external when another balancer serves them")
        } else if balancers.count == 1 {
            findings.warning(
                "hosts.\(balancers[0].name): is the only load balancer: when it fails, the broker is gone",
                at: balancers[0].source)
        }
        checkRole(of: settings.preferred, in: "preferred", .loadbalancer, broker, hosts, findings: &findings)
        checkRole(of: settings.quorumDevice, in: "quorumDevice", .manage, broker, hosts, findings: &findings)
        if balancers.count != 2, settings.quorumDevice != nil {
            findings.warning(
                "loadBalancer.quorumDevice: there is nothing to vote on: a third vote is for two balancers",
                at: broker.yaml.position("loadBalancer", "quorumDevice"))
        }
        if let taken = hosts.value.first(where: { IPAddress($0.address) == IPAddress(settings.virtualAddress) }) {
            findings.error(
                "loadBalancer.virtualAddress: \(settings.virtualAddress) is the address of \(taken.name)",
                at: broker.yaml.position("loadBalancer", "virtualAddress"),
                hint: "the virtual address moves between the balancers and belongs to no host")
        }
    }

    /// A setting that names a host of a certain role.
    private func checkRole(
        of name: HostName?, in field: String, _ role: HostRole, _ broker: Document<BrokerSettings>,
        _ hosts: Document<[Host]>, findings: inout Findings
    ) {
        guard let name, hosts.value.first(where: { $0.name == name })?.role != role else { return }
        let candidates = hosts.value.filter { $0.role == role }.map(\.name.text).sorted()
        let why = hosts.value.contains { $0.name == name } ? "has not the role \(role.rawValue)" : "is no host"
        findings.error(
            "loadBalancer.\(field): \(name) \(why)", at: broker.yaml.position("loadBalancer", field),
            hint: Suggestion.hint(for: name.text, among: candidates)
                ?? "hosts of the role \(role.rawValue): "
                + (candidates.isEmpty ? "none" : candidates.joined(separator: ", ")))
    }

    private func checkRedis(_ broker: Document<BrokerSettings>, _ hosts: Document<[Host]>, findings: inout Findings) {
        let count = hosts.value.count { $0.role == .broker || $0.role == .antiloop }
        guard broker.value.redis == .managed, count < Self.redisNodes else { return }
        findings.error(
            "hosts: a Redis cluster needs \(Self.redisNodes) hosts of the roles broker and antiloop, found \(count)",
            at: hosts.yaml.position("hosts"),
            hint: "add hosts, or name a cluster that runs elsewhere in broker.yaml: redis: {external: [\"host:6379\"]}")
    }

    /// Three masters, the least Redis Cluster works with, and for each a
    /// replica; one process on a host.
    private static let redisNodes = 6

    private func checkLicense(_ broker: Document<BrokerSettings>, _ hosts: Document<[Host]>, findings: inout Findings) {
        guard let versions, broker.value.emqx.license == nil, hosts.value.count(where: { $0.role == .broker }) > 1
        else { return }
        let image = versions.value.emqx
        let place = versions.yaml.position("emqx")
        guard let tag = image.tag, let release = Self.release(of: tag) else {
            findings.warning(
                "emqx: the tag of \(image.text.quoted) does not tell the release; "
                    + "from 5.9 on a cluster needs a licence",
                at: place)
            return
        }
        guard release >= (5, 9) else { return }
        findings.error(
            "emqx: EMQX \(release.major).\(release.minor) forms no cluster without a licence", at: place,
            hint: "set emqx.license in broker.yaml, or stay below 5.9")
    }

    /// Major and minor number at the start of a tag: `5.8.6`, `v5.9.0-alpine`.
    private static func release(of tag: String) -> (major: Int, minor: Int)? {
        let digits = tag.hasPrefix("v") ? tag.dropFirst() : tag[...]
        let parts = digits.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, let major = Int(parts[0]), let minor = Int(parts[1].prefix { $0.isNumber })
        else { return nil }
        return (major, minor)
    }

    private func checkAntiloop(_ broker: Document<BrokerSettings>, _ hosts: Document<[Host]>, findings: inout Findings)
    {
        let count = hosts.value.count { $0.role == .antiloop }
        let replicas = broker.value.antiloop.replicas
        guard !nodes.isEmpty, count < replicas else { return }
        let isDefault = broker.yaml.root["antiloop"]?["replicas"] == nil
        findings.error(
            "\(isDefault ? "hosts" : "antiloop.replicas"): every node has \(replicas) instances on as many hosts, "
                + "but \(count) of the hosts \(count == 1 ? "has" : "have") the role antiloop",
            at: isDefault ? hosts.yaml.position("hosts") : broker.yaml.position("antiloop", "replicas"))
    }
}
