package import BrokerModel

extension Shape where Value == [Host] {
    /// `hosts.yaml`.
    package static var hosts: Shape<[Host]> {
        .mapping { fields in
            let access = fields.optional("ssh", .access, "How the hosts are reached; a host may override any of it.")
            let entries = fields.required(
                "hosts", .table(of: .hostEntry, pattern: HostName.pattern, key: HostName.checked),
                "The hosts by their short names.")

            return entries?.map { entry in
                let own = entry.value
                let common = access?.completed(by: HostAccess()) ?? HostAccess()
                return Host(
                    name: entry.key,
                    role: own.role,
                    address: own.address,
                    hostKey: own.hostKey,
                    interface: own.interface,
                    access: own.access.completed(by: common),
                    source: entry.keyPosition)
            }
        }
    }
}

extension Shape where Value == PartialAccess {
    static var access: Shape { .mapping { PartialAccess(&$0) } }
}

extension Shape where Value == HostEntry {
    static var hostEntry: Shape {
        .mapping { fields in
            let role: HostRole? = fields.required("role", .choice, "What the host is for.")
            let address = fields.required("address", .address, "An IPv4 or IPv6 address.")
            let hostKey = fields.required(
                "hostKey", .hostKey, "The pinned host key in one line, as in /etc/ssh/ssh_host_ed25519_key.pub.",
                hint: "isobar host scan prints it; compare it on the host's console")
            let interface = fields.optional(
                "interface", .interface, "The interface that bears the virtual address; load balancers only.")
            let access = PartialAccess(&fields)

            if let role, let node = fields.node {
                if role == .loadbalancer, fields.node("interface") == nil {
                    fields.findings.error(
                        "a load balancer needs the key \"interface\"", at: node,
                        hint: "name the interface that bears the virtual address, such as eth0")
                }
                if role != .loadbalancer, let interface = fields.node("interface") {
                    fields.findings.warning("has a meaning for load balancers only", at: interface)
                }
            }
            guard let role, let address, let hostKey else { return nil }
            return HostEntry(role: role, address: address, hostKey: hostKey, interface: interface, access: access)
        }
    }
}
