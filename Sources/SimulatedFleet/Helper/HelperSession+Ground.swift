import BrokerModel

/// Packages, accounts and sudo rules.
extension HelperSession {
    mutating func showEngine() { write("#engine", host.hasEngine ? "present" : "absent") }

    mutating func show(packages names: [String]) {
        for name in names { if let version = host.packages[name] { write("#package", name, version) } }
    }

    mutating func show(account line: String) {
        let words = line.split(separator: " ").map(String.init)
        guard words.count == 3 else { return }
        let account = host.accounts[words[0]]
        write(
            "#account", words[0], account.map { String($0.uid) } ?? "", account.map { String($0.gid) } ?? "",
            (account?.groups ?? []).sorted().joined(separator: " "), host.files[home] == nil ? "missing" : "present")
        let holder = host.accounts.first { String($0.value.uid) == words[1] }?.key ?? ""
        let group = host.accounts.first { String($0.value.gid) == words[2] }?.key ?? ""
        write(holder, group, account.map { String($0.gid) } ?? "")
    }

    mutating func showSudo() {
        write("#sudo", "known", host.wideSudoFiles.sorted().joined(separator: "\n"))
    }

    /// - Returns: what the script says when it installed something.
    mutating func installPackages() throws -> String {
        let names = try reader.want("names").split(separator: " ").map(String.init)
        try needLease()
        if let unknown = names.first(where: { !SimulatedHost.knownPackages.contains($0) }) {
            throw Refusal("refused", "Isobar has no use for the package \(unknown)")
        }
        let missing = names.filter { host.packages[$0] == nil }
        if let unlisted = missing.first(where: { !isManaged("package", "/" + $0) }) {
            throw Refusal("moved", "\(unlisted) is missing since the host was looked at")
        }
        guard !missing.isEmpty else { return "" }
        if host.isDiskFull { throw Refusal.full }
        for name in missing { install(name) }
        return "installed: " + missing.map { "\($0) 1" }.joined(separator: ", ")
    }

    private mutating func install(_ name: String) {
        host.packages[name] = "1"
        note(Effect(.install, "package/\(name)", on: host.name))
        guard name == "haproxy" else { return }
        host.makeDirectory("/etc/haproxy")
        if host.files[SimulatedProxy.path] == nil {
            host.files[SimulatedProxy.path] = SimulatedFile(
                bytes: Array(SimulatedProxy.packaged.utf8), isPackageDefault: true)
        }
        // Its configuration may be one of before.
        host.proxy = SimulatedProxy(
            loaded: host.files[SimulatedProxy.path]?.text ?? SimulatedProxy.packaged, hasVirtualAddress: false)
    }

    mutating func makeAccount() throws {
        let name = try reader.want("name")
        let (uid, gid) = (try reader.number("uid"), try reader.number("gid"))
        let groups = try reader.want("groups")
        try needLease()
        guard isManaged("account", "/" + name) else {
            throw Refusal("refused", "/var/lib/isobar/managed.json does not list host/account/\(name)")
        }
        let before = host.accounts[name]
        var account = before ?? SimulatedAccount(uid: uid, gid: gid)
        guard (account.uid, account.gid) == (uid, gid) else {
            throw Refusal("moved", "\(name) has the numbers \(account.uid):\(account.gid)")
        }
        if groups != "-" {
            guard host.hasEngine else { throw Refusal("failed", "usermod: group 'docker' does not exist") }
            account.groups.insert(groups)
        }
        var effect = Effect(.account, "account/\(name)", on: host.name)
        effect.isNeedless = before == account && host.files[home] != nil
        host.accounts[name] = account
        if host.files[home] == nil { host.makeDirectory(home, owner: name, group: name) }
        note(effect)
    }

    mutating func changeSudo() throws {
        let action = try reader.want("action")
        _ = try reader.want("user")
        try needLease()
        guard action == "narrow" else { return }
        note(Effect(.sudo, "sudo/rules", on: host.name))
        host.wideSudoFiles = []
    }

    /// What is loaded here cuts nobody off, so nothing has to be taken back.
    mutating func putOnTrial() throws {
        _ = try reader.want("action")
        _ = try reader.number("seconds")
        try needLease()
        remark = "there is nothing to go back to"
    }
}
