import BrokerModel

extension HelperSession {
    // MARK: - Lease and manifest

    mutating func lease() throws {
        let action = try reader.want("action")
        let holder = try reader.want("holder")
        let lease = host.lease ?? (0, "-")
        switch action {
        case "take":
            host.lease = (lease.token + 1, holder)
            token = lease.token + 1
        case "release":
            guard lease.token == token else {
                result("done", "another controller has taken the lease since")
                return
            }
            host.lease = (lease.token, "-")
        default: throw Finish(outcome: "malformed", message: "there is no lease action '\(action)'")
        }
        note(Effect(.lease, nil, on: host.name))
        write("#lease", String(token ?? 0), lease.holder)
        result("done", "")
    }

    mutating func replaceManifest() throws {
        let expected = try reader.want("expect")
        let digest = try reader.want("digest")
        let contents = try receive(try reader.number("size"), lease: true)
        let seen = host.manifest.map { Digest(of: $0).hexadecimal } ?? "absent"
        guard seen == expected || seen == digest else {
            throw Refusal("moved", "/var/lib/isobar/managed.json changed since it was looked at")
        }
        host.manifest = contents
        note(Effect(.manifest, nil, on: host.name))
    }

    /// The payload. On a full disk the request ends in the middle of it.
    private mutating func receive(_ size: Int, lease: Bool) throws -> [UInt8] {
        let contents = try reader.payload(size)
        if lease { try needLease() }
        if host.isDiskFull {
            result("disk-full", "write error: No space left on device")
            throw Finish(
                outcome: "interrupted", message: "the payload could not be stored; what follows it was not read")
        }
        return contents
    }

    // MARK: - Files and directories

    mutating func put() throws {
        let path = try reader.want("path")
        let owner = try reader.want("owner")
        let group = try reader.want("group")
        let mode = Int(try reader.want("mode"), radix: 8) ?? 0
        let expected = try reader.want("expect")
        let check = try reader.want("check")
        let digest = try reader.want("digest")
        let size = try reader.number("size")
        try needLease()
        do {
            try mayChange("file", path)
            try enter(path)
        } catch {
            _ = try reader.payload(size)
            throw error
        }
        let contents = try receive(size, lease: false)
        let before = host.files[path]
        _ = try checkFile(path, wanted: digest, expected: expected)
        if host.repeatsFiles { throw Refusal("invalid", String(decoding: contents, as: UTF8.self)) }
        try judge(contents, at: path, by: check)
        var after = SimulatedFile(bytes: contents, owner: owner, group: group, mode: mode, changedAt: now)
        if let before, before.bytes == contents { after.contentChangedAt = before.contentChangedAt }
        var effect = Effect(.write, "file\(path)", on: host.name)
        effect.file = before
        effect.isNeedless =
            before.map { ($0.bytes, $0.owner, $0.group, $0.mode) == (contents, owner, group, mode) } ?? false
        host.files[path] = after
        note(effect)
        if check == "kernel-settings" {
            remark = "written only: in a container the kernel is not the host's own"
        }
    }

    private func judge(_ contents: [UInt8], at path: String, by check: String) throws {
        let text = String(decoding: contents, as: UTF8.self)
        switch check {
        case "none", "kernel-settings", "prometheus-configuration", "prometheus-rules": return
        case "haproxy":
            var files = host.files
            files[path] = SimulatedFile(bytes: contents)
            if let words = SimulatedProxy.objection(to: text, files: files) { throw Refusal("invalid", words) }
        case "haproxy-certificate":
            guard text.contains("PRIVATE KEY-----") else {
                throw Refusal("invalid", "[ALERT] : config : no private key found")
            }
        case "traefik-dynamic":
            // Without a running Traefik there is nobody to ask.
            guard host.containers["traefik"]?.isRunning == true, SimulatedRouting.cannotRead(text) else { return }
            throw Refusal("invalid", "the file: yaml: did not find expected node content")
        default: throw Refusal("refused", "there is no check '\(check)'")
        }
    }

    mutating func makeDirectory() throws {
        let path = try reader.want("path")
        let owner = try reader.want("owner")
        let group = try reader.want("group")
        let mode = try reader.want("mode")
        let expected = try reader.want("expect")
        try needLease()
        try mayChange("directory", path)
        try enter(path)
        let wanted = "\(owner):\(group):\(mode)"
        let before = host.files[path]
        switch before?.kind {
        case nil:
            guard expected == "absent" else { throw Refusal("moved", "\(path) is gone since it was looked at") }
            if host.isDiskFull { throw Refusal.full }
        case .directory:
            let seen = before.map { "\($0.owner):\($0.group):0\(String($0.mode, radix: 8))" } ?? ""
            if seen == wanted {
                noteDirectory(path, before, isNeedless: true)
                return
            }
            guard seen == expected else {
                throw Refusal("moved", "\(path) changed since it was looked at: it is \(seen)")
            }
        case .file: throw Refusal("moved", "at \(path) there is a file")
        case .link: throw Refusal("moved", "at \(path) there is a link")
        }
        host.files[path] = .directory(owner: owner, group: group, mode: Int(mode, radix: 8) ?? 0)
        noteDirectory(path, before, isNeedless: false)
    }

    private mutating func noteDirectory(_ path: String, _ before: SimulatedFile?, isNeedless: Bool) {
        var effect = Effect(.write, "directory\(path)", on: host.name)
        effect.file = before
        effect.isNeedless = isNeedless
        note(effect)
    }

    mutating func remove() throws {
        let kind = try reader.want("kind")
        let path = try reader.want("path")
        let expected = try reader.want("expect")
        try needLease()
        guard isWithin(path) else { throw Refusal("refused", "\(path) is outside of what Isobar manages") }
        guard let before = host.files[path] else { return }
        try mayChange(kind, path)
        if kind == "file" {
            _ = try checkFile(path, wanted: "absent", expected: expected)
        } else {
            guard before.kind == .directory else { throw Refusal("moved", "at \(path) there is a file") }
            let children = host.children(of: path).map { String($0.dropFirst(path.count + 1)) }
            guard children.isEmpty else { throw Refusal("not-empty", children.map { $0 + " " }.joined()) }
        }
        host.files[path] = nil
        var effect = Effect(.remove, "\(kind)\(path)", on: host.name)
        effect.file = before
        note(effect)
    }

    // MARK: - HAProxy and the helper itself

    mutating func loadProxy() throws {
        let action = try reader.want("action")
        let expected = try reader.want("expect")
        try needLease()
        guard isManaged("file", SimulatedProxy.path) else {
            throw Refusal("refused", "/var/lib/isobar/managed.json does not list the configuration of haproxy")
        }
        guard var proxy = host.proxy else { throw Refusal("failed", "haproxy is not installed") }
        let servers = Set(expected.split(separator: " ").map(String.init))
        switch action {
        case "maint", "move", "release", "join", "spread", "ready":
            guard let effect = try proxy.setServers(servers, by: action) else { return }
            host.proxy = proxy
            return note(Effect(effect, effect == .ready ? "haproxy/configuration" : nil, on: host.name))
        default: break
        }
        if action == "renew" {
            guard isManaged("file", expected), let file = host.files[expected], proxy.isRunning else {
                throw Refusal("refused", "/var/lib/isobar/managed.json does not list \(expected)")
            }
            var effect = Effect(.renew, "haproxy/configuration", on: host.name)
            effect.isNeedless = proxy.loadedFiles?[expected] == file.digest
            proxy.loadedFiles?[expected] = file.digest
            host.proxy = proxy
            return note(effect)
        }
        if action == "reload", !proxy.maintenance.isEmpty {
            throw Refusal(
                "refused",
                "a reload would forget that these servers are out of service: "
                    + proxy.maintenance.sorted().joined(separator: " "))
        }
        let text = host.files[SimulatedProxy.path]?.text ?? ""
        var effect = Effect(.load, "haproxy/configuration", on: host.name)
        effect.isNeedless = false
        if let words = SimulatedProxy.objection(to: text, files: host.files) { throw Refusal("failed", words) }
        proxy.loaded = text
        proxy.loadedFiles = proxy.filesRead(host.files)
        proxy.forget()
        proxy.isRunning = true
        proxy.process += 1
        host.proxy = proxy
        note(effect)
        guard proxy.description == expected else {
            throw Refusal("failed", "the process did not take the configuration over within 10 s")
        }
    }

    /// Puts back what Traefik cannot read; in a simulation nothing of ours ever
    /// is.
    mutating func restoreRoutes() throws {
        guard try reader.want("action") == "restore" else {
            throw Finish(outcome: "malformed", message: "there is no such traefik action")
        }
        try needLease()
    }

    /// Moves what is not Isobar's out of Traefik's directory.
    mutating func setAside() throws {
        let path = try reader.want("path")
        try needLease()
        let directory = home + "/traefik/dynamic"
        guard path.hasPrefix(directory + "/") else { throw Refusal("refused", "\(path) is not in \(directory)") }
        guard isWithin(path), isManaged("directory", directory), !isManaged("file", path) else {
            throw Refusal("refused", "\(path) is not to be set aside: it is Isobar's, or its directory is not")
        }
        guard let file = host.files[path] else { return }
        try enter(path)
        host.files[path] = nil
        host.files["/var/lib/isobar/set-aside\(path)"] = file
        var effect = Effect(.setAside, "traefik/routes", on: host.name)
        effect.file = file
        note(effect)
    }

    mutating func install() throws {
        _ = try reader.want("user")
        _ = try reader.want("digest")
        let size = try reader.number("size")
        let script = try receive(size, lease: true)
        var effect = Effect(.install, "helper/isobar", on: host.name)
        effect.isNeedless = host.helper == script
        host.helper = script
        note(effect)
    }
}
