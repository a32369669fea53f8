extension BadInput {
    static let hosts: [BadInput] = [
        BadInput(
            "a name for an address", .replace("192.168.0.9", with: "wmanage.example.org", in: "hosts.yaml"),
            #"hosts.yaml:11:36: error: hosts.wmanage.address: "wmanage.example.org" is no IPv4 or IPv6 address"#,
            "  hint: names are not looked up: write the address"),
        BadInput(
            "an address with leading zeros", .replace("192.168.0.9", with: "192.168.0.09", in: "hosts.yaml"),
            #"hosts.yaml:11:36: error: hosts.wmanage.address: "192.168.0.09" is no IPv4 or IPv6 address"#),
        BadInput(
            "an address twice", .replace("192.168.0.9", with: "192.168.0.8", in: "hosts.yaml"),
            "hosts.yaml:11:36: error: hosts.wmanage.address: 192.168.0.8 is already the address of wlb02"),
        BadInput(
            "a multicast address", .replace("192.168.0.9", with: "224.0.0.9", in: "hosts.yaml"),
            #"hosts.yaml:11:36: error: hosts.wmanage.address: "224.0.0.9" is an address no host can have"#),
        BadInput(
            "no key", .replace(", hostKey: \"\(Self.key)\"", with: "", in: "hosts.yaml"),
            #"hosts.yaml:11:12: error: hosts.wmanage: the key "hostKey" is missing"#,
            "  hint: isobar host scan prints it; compare it on the host's console"),
        BadInput(
            "a key that is cut off", .replace("\(Self.key)", with: "\(Self.key.dropLast(8))", in: "hosts.yaml"),
            "hosts.yaml:11:58: error: hosts.wmanage.hostKey: the key is cut off or damaged"),
        BadInput(
            "a key as ssh-keyscan prints it",
            .replace("hostKey: \"\(Self.key)", with: "hostKey: \"wmanage \(Self.key)", in: "hosts.yaml"),
            #"hosts.yaml:11:58: error: hosts.wmanage.hostKey: "wmanage ssh-ed25519 "#
                + #"AAAAC3NzaC1lZDI1NTE5AAAAIAkJ…" is no host key: it must start with one of ssh-ed25519, "#
                + "ecdsa-sha2-nistp256, ecdsa-sha2-nistp384, ecdsa-sha2-nistp521, ssh-rsa",
            "  hint: leave out the host's name in front"),
        BadInput(
            "a key of another type",
            .replace("hostKey: \"\(Self.key)", with: "hostKey: \"ssh-rsa \(Self.key.dropFirst(12))", in: "hosts.yaml"),
            #"hosts.yaml:11:58: error: hosts.wmanage.hostKey: the key says it is "ssh-ed25519", not "ssh-rsa""#),
        BadInput(
            "a balancer without interface",
            .replace(", interface: ens3}\n  wlb02", with: "}\n  wlb02", in: "hosts.yaml"),
            #"hosts.yaml:9:10: error: hosts.wlb01: a load balancer needs the key "interface""#,
            "  hint: name the interface that bears the virtual address, such as eth0"),
        BadInput(
            "an interface that is a command",
            .replace("interface: ens3}\n  wmanage", with: "interface: \"$(id)\"}\n  wmanage", in: "hosts.yaml"),
            #"hosts.yaml:10:157: error: hosts.wlb02.interface: "$(id)" is no network interface such as "#
                + "eth0, at most 15 characters"),
        BadInput(
            "a role that does not exist", .replace("role: manage", with: "role: manager", in: "hosts.yaml"),
            #"hosts.yaml:11:19: error: hosts.wmanage.role: "manager" is not one of broker, antiloop, "#
                + "loadbalancer, manage",
            #"  hint: did you mean "manage"?"#),
        BadInput(
            "a shell word for a user", .replace("user: ansadm", with: #"user: "ansadm; id""#, in: "hosts.yaml"),
            #"hosts.yaml:1:13: error: ssh.user: "ansadm; id" is no user name: small letters, digits, "#
                + "underscores and hyphens, at most 32, not starting with a digit or a hyphen"),
        BadInput(
            "a range with host bits",
            .replace(
                "loadBalancer:",
                with: "traefik: {allowedClients: [192.168.7.0/16]}\nloadBalancer:", in: "broker.yaml"),
            #"broker.yaml:5:28: error: traefik.allowedClients[0]: "192.168.7.0/16" has bits set behind its /16"#,
            "  hint: did you mean 192.168.0.0/16?"),
        BadInput(
            "an address for a range",
            .replace(
                "loadBalancer:",
                with: "traefik: {allowedClients: [192.168.7.1]}\nloadBalancer:", in: "broker.yaml"),
            #"broker.yaml:5:28: error: traefik.allowedClients[0]: "192.168.7.1" is no address range such "#
                + "as 192.168.0.0/16",
            "  hint: for one address write 192.168.7.1/32"),
        BadInput(
            "a key two hosts share", .replace(Self.key, with: Fixture.key(8), in: "hosts.yaml"),
            "hosts.yaml:11:58: warning: hosts.wmanage.hostKey: wlb02 has the same host key",
            "  hint: machines copied from one image share their keys: make new ones with ssh-keygen -A"),
    ]
}
