extension HelperSession {
    mutating func showCluster() {
        guard host.packages["pacemaker"] != nil else { return write("#cluster", "absent", "", "", "", "", "", "") }
        guard let cluster = host.cluster else {
            return write("#cluster", "stopped", "absent", "disabled\ndisabled", host.clusterPassword ?? "", "", "", "")
        }
        write(
            "#cluster", "running", host.proxy?.hasVirtualAddress == true ? "present" : "absent", "enabled\nenabled",
            host.clusterPassword ?? "", cluster.corosync, cluster.configuration, cluster.status)
    }

    mutating func changeCluster() throws {
        let action = try reader.want("action")
        var members: [String: String] = [:]
        var address: (address: String, interface: String)?
        if action == "create" || action == "admit" {
            for member in try reader.want("members").split(separator: " ") {
                let parts = member.split(separator: "=", maxSplits: 1).map(String.init)
                if parts.count == 2 { members[parts[0]] = parts[1] }
            }
        }
        if action == "arm" {
            _ = try reader.number("seconds")
            _ = try reader.want("address")
            _ = try reader.want("interface")
        }
        var policy: String?
        var preference: String?
        if action == "configure" {
            address = (try reader.want("address"), try reader.want("interface"))
            policy = try reader.want("policy")
            preference = try reader.want("preferred")
        }
        if action == "move" { preference = "on " + (try reader.want("member")) }
        var password: String?
        if ["create", "password", "admit"].contains(action) {
            password = try reader.want("digest")
            _ = try reader.payload(try reader.number("size"))
        }
        try needLease()
        guard isListed("cluster/virtual-ip") else {
            throw Refusal("refused", "/var/lib/isobar/managed.json does not list cluster/virtual-ip")
        }
        // What is configured here cuts nobody off, so nothing has to be taken back.
        if action == "arm" { return remark = "there is nothing to go back to" }
        let before = (host.cluster, host.clusterPassword)
        switch action {
        case "password": host.clusterPassword = password
        case "create": host.cluster = host.cluster ?? SimulatedCluster(nodes: members)
        case "configure":
            guard host.cluster != nil else { throw Refusal("moved", "this host is not in our cluster") }
            host.cluster?.address = address?.address
            host.cluster?.interface = address.flatMap { $0.interface == "-" ? nil : $0.interface }
            if let policy { host.cluster?.policy = policy }
            prefer(preference)
        case "move": prefer(preference)
        case "leave": host.cluster = nil
        case "admit": host.cluster?.nodes.merge(members) { _, new in new }
        case "clear", "start", "cleanup", "stand": break
        default: throw Finish(outcome: "malformed", message: "there is no cluster action '\(action)'")
        }
        var effect = Effect(.cluster, nil, on: host.name)
        effect.isNeedless = before == (host.cluster, host.clusterPassword)
        note(effect)
    }

    private mutating func prefer(_ preference: String?) {
        guard let preference, preference != "keep" else { return }
        host.cluster?.preferred = preference == "none" ? nil : String(preference.dropFirst(3))
    }
}
