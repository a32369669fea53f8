extension BadInput {
    /// `{secret: s}` where nothing can be hidden.
    static let clearText: [BadInput] = [
        hidden(
            "centre-id", "centreId: ca-eccc-msc", at: "nodes/ca-eccc-msc.yaml:1:11", "centreId",
            "containers, files and the history bear it as their name",
            "write it; centre-ids are public, in the WMO registry"),
        hidden(
            "kind", "enabled: true", as: "kind: {secret: s}", at: "nodes/ca-eccc-msc.yaml:10:7", "kind", text, value),
        hidden(
            "truth value", "verifyCertificate: true", at: "nodes/ca-eccc-msc.yaml:7:22",
            "subscribe.verifyCertificate", text, value),
        hidden("version", "mqttVersion: 5", at: "nodes/ca-eccc-msc.yaml:8:16", "subscribe.mqttVersion", text, value),
        hidden(
            "image", "image: golfvert/wis2gb:2.0.7", at: "nodes/ca-eccc-msc.yaml:11:8", "image",
            "plans, policy and the hosts' engines call it by its name",
            "write it; a registry's password belongs into the engines' own configuration (docker login)"),
        hidden(
            "date", "expires: 2026-12-31", at: "nodes/ca-eccc-msc.yaml:14:10", "expires",
            "it decides whether the node is there, before secrets are opened", "write the date"),
        hidden(
            "domain", "domain: example.org", at: "broker.yaml:3:9", "domain",
            "files on the balancers and the members of the EMQX cluster are named after it",
            "write it; clients have to know it"),
        hidden(
            "virtual address", "virtualAddress: 192.168.0.100", at: "broker.yaml:6:19", "loadBalancer.virtualAddress",
            "plans, errors and the history name hosts by it", "write it, and keep the repository private"),
        hidden("number", "formatVersion: 1", at: "broker.yaml:1:16", "formatVersion", text, value),
        hidden(
            "owner of files", "formatVersion: 1", as: "formatVersion: 1\ncontainerUser: {name: {secret: s}}",
            at: "broker.yaml:2:23", "containerUser.name",
            "the users of hosts stand in the rights of files and in errors",
            "write it; what keeps others out is the key, which is not in the repository"),
        hidden(
            "home", "formatVersion: 1", as: "formatVersion: 1\ncontainerUser: {home: {secret: s}}",
            at: "broker.yaml:2:23", "containerUser.home",
            "plans and the hosts' own record name files by their paths", "write the path"),
        hidden(
            "range", "formatVersion: 1", as: "formatVersion: 1\ntraefik: {allowedClients: [{secret: s}]}",
            at: "broker.yaml:2:28", "traefik.allowedClients[0]",
            "it becomes part of labels and of configurations that are recognised by their digests",
            "write it, and keep the repository private"),
        hidden(
            "host's address", "address: 192.168.0.9,", as: "address: {secret: s},", at: "hosts.yaml:11:36",
            "hosts.wmanage.address", "plans, errors and the history name hosts by it",
            "write it, and keep the repository private"),
        hidden(
            "host key", "hostKey: \"\(key)\"", at: "hosts.yaml:11:58", "hosts.wmanage.hostKey",
            "it is public: a host shows it to everybody", "write the key"),
        hidden(
            "user of hosts", "user: ansadm", at: "hosts.yaml:1:13", "ssh.user",
            "the users of hosts stand in the rights of files and in errors",
            "write it; what keeps others out is the key, which is not in the repository"),
        hidden(
            "name of a secret", "cookie: {secret: s}", as: "cookie: {secret: {secret: s}}", at: "broker.yaml:9:25",
            "emqx.cookie.secret", "it names one", "write {secret: name}"),
    ]

    private static let text = "only free text can"
    private static let value = "write the value itself"

    /// - Parameter old: what stands there, `key: value`.
    private static func hidden(
        _ what: String, _ old: String, as new: String? = nil, at place: String, _ field: String, _ reason: String,
        _ hint: String
    ) -> BadInput {
        let key = old.prefix { $0 != ":" }
        let file = String(place.prefix { $0 != ":" })
        return BadInput(
            "a secret for a \(what)", .replace(old, with: new ?? "\(key): {secret: s}", in: file),
            "\(place): error: \(field): cannot be a secret: \(reason)", "  hint: \(hint)")
    }
}
