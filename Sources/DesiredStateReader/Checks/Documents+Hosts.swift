import BrokerModel

extension Documents {
    /// What no two hosts may share.
    func checkHosts(findings: inout Findings) {
        guard let hosts else { return }
        var addresses: [IPAddress: Host] = [:]
        var keys: [String: Host] = [:]
        for host in hosts.value {
            let name = host.name.text
            if let address = IPAddress(host.address) {
                if let other = addresses[address] {
                    findings.error(
                        "hosts.\(name).address: \(host.address) is already the address of \(other.name)",
                        at: hosts.yaml.position("hosts", name, "address"))
                } else {
                    addresses[address] = host
                }
            }
            if let other = keys.updateValue(host, forKey: host.hostKey) {
                findings.warning(
                    "hosts.\(name).hostKey: \(other.name) has the same host key",
                    at: hosts.yaml.position("hosts", name, "hostKey"),
                    hint: "machines copied from one image share their keys: make new ones with ssh-keygen -A")
            }
            if host.access.transport == .libssh2, host.hostKey.hasPrefix("ssh-rsa ") {
                findings.warning(
                    "hosts.\(name): libssh2 before 1.11 cannot talk to a host that has an RSA key only",
                    at: hosts.yaml.position("hosts", name), hint: "pin its ssh-ed25519 key")
            }
        }
        checkRoles(hosts, findings: &findings)
    }

    /// How many hosts of a role there may be, whatever is deployed on them.
    private func checkRoles(_ hosts: Document<[Host]>, findings: inout Findings) {
        let place = hosts.yaml.position("hosts")
        if !hosts.value.contains(where: { $0.role == .broker }) {
            findings.error("hosts: no host has the role broker: nothing would serve MQTT", at: place)
        }
        let managers = hosts.value.filter { $0.role == .manage }
        for host in managers.dropFirst() {
            findings.error(
                "hosts.\(host.name).role: \(managers[0].name) already has the role manage; there is one such host",
                at: hosts.yaml.position("hosts", host.name.text, "role"))
        }
        if managers.isEmpty {
            findings.warning("hosts: no host has the role manage: there will be no metrics and no editors", at: place)
        }
    }
}
