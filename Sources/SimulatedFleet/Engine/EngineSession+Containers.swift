import BrokerModel

extension EngineSession {
    mutating func containers(_ call: EngineCall) -> EngineReply {
        switch (call.method, call.path.count, call.path.last) {
        case ("GET", 2, "json"):
            let items = host.containers.values.sorted { $0.name < $1.name }.filter {
                $0.isRunning || call.query["all"] == "1" || call.query["all"] == "true"
            }.map(summary)
            return EngineReply(200, "[" + items.joined(separator: ",") + "]")
        case ("POST", 2, "create"): return create(call)
        default: break
        }
        let reference = call.path.count > 1 ? call.path[1] : ""
        guard let container = host.container(reference) else {
            return .refusal(404, "No such container: \(reference)")
        }
        switch (call.method, call.path.dropFirst(2).first) {
        case ("GET", "json"): return EngineReply(200, inspection(container))
        case ("GET", "logs"): return EngineReply(200)
        case ("POST", "start"): return start(container)
        case ("POST", "stop"): return stop(container)
        case ("POST", "restart"):
            var container = container
            container.start(at: now)
            host.containers[container.name] = container
            note(.start, container: container)
            return EngineReply(204)
        case ("POST", "rename"): return rename(container, to: call.query["name"] ?? "")
        case ("POST", "update"): return update(container, JSONObject(call.body))
        case ("DELETE", nil):
            return remove(container, force: call.query["force"] == "1" || call.query["force"] == "true")
        default: return .refusal(404, "page not found")
        }
    }

    // MARK: - Changes

    private mutating func create(_ call: EngineCall) -> EngineReply {
        let name = call.query["name"] ?? ""
        let request = JSONObject(call.body)
        let reference = request.text("Image")
        if let other = host.containers[name] {
            return .refusal(
                409,
                "Conflict. The container name \"/\(name)\" is already in use by container \"\(other.id)\". "
                    + "You have to remove (or rename) that container to be able to reuse that name.")
        }
        guard let image = host.images[reference] else { return .refusal(404, "No such image: \(reference)") }
        let hostPart = request.object("HostConfig")
        let mounts = (hostPart.fields["Mounts"] as? [[String: Any]] ?? []).map(JSONObject.init)
        for mount in mounts where !exists(mount.text("Source")) {
            return .refusal(
                400, "invalid mount config for type \"bind\": bind source path does not exist: \(mount.text("Source"))")
        }
        if host.isDiskFull { return .refusal(500, "mkdir /var/lib/docker/overlay2/x: no space left on device") }
        let number = host.nextNumber()
        var container = SimulatedContainer(
            id: SimulatedHost.identifier("\(host.name)/\(number)"), name: name, image: reference, imageID: image.id,
            address: "172.18.\(number / 250).\(number % 250 + 2)")
        container.warmUp = image.works ? warmUp : .seconds(1_000_000_000)
        container.labels = request.labels("Labels")
        container.labelText = request.json("Labels") ?? "{}"
        container.environment = request.texts("Env") + image.environment
        container.mounts = mounts.map { $0.text("Source") }
        container.restartPolicy = hostPart.object("RestartPolicy").text("Name")
        container.hasHealthCheck = request.fields["Healthcheck"] != nil
        let mode = hostPart.text("NetworkMode")
        container.networks = [mode.isEmpty || mode == "default" ? "bridge" : mode]
        container.publishedPorts = Self.ports(hostPart)
        container.mountPoints = "[" + mounts.map(Self.mountPoint).joined(separator: ",") + "]"
        container.host = hostPart.fields.reduce(into: [:]) { $0[$1.key] = JSONObject.text($1.value) }
        container.configuration = Self.configuration(request, image, container)
        container.request = String(decoding: call.body, as: UTF8.self)
        host.containers[name] = container
        note(.create, container: container)
        return EngineReply(201, "{\"Id\":\"\(container.id)\",\"Warnings\":[]}")
    }

    /// Whether something can be mounted; what is no business of Isobar's is
    /// there.
    private func exists(_ path: String) -> Bool {
        ["/var/run/", "/var/lib/docker/"].contains { path.hasPrefix($0) } || host.files[path] != nil
    }

    private mutating func start(_ container: SimulatedContainer) -> EngineReply {
        var container = container
        guard !container.isRunning else { return EngineReply(304) }
        for network in container.networks where host.networks[network] == nil {
            return .refusal(404, "network \(network) not found")
        }
        for other in host.containers.values where other.isRunning && other.name != container.name {
            guard let port = other.publishedPorts.first(where: container.publishedPorts.contains) else { continue }
            return .refusal(
                500,
                "driver failed programming external connectivity on endpoint \(container.name): "
                    + "Bind for 0.0.0.0:\(port) failed: port is already allocated")
        }
        container.start(at: now)
        host.containers[container.name] = container
        note(.start, container: container)
        return EngineReply(204)
    }

    private mutating func stop(_ container: SimulatedContainer) -> EngineReply {
        guard container.isRunning || container.status == .paused else { return EngineReply(304) }
        note(.stop, container: container)
        host.containers[container.name]?.stop()
        return EngineReply(204)
    }

    private mutating func remove(_ container: SimulatedContainer, force: Bool) -> EngineReply {
        if container.isRunning, !force {
            return .refusal(
                409,
                "You cannot remove a running container \(container.id). "
                    + "Stop the container before attempting removal or force remove")
        }
        host.containers[container.name] = nil
        note(.remove, container: container)
        return EngineReply(204)
    }

    private mutating func rename(_ container: SimulatedContainer, to name: String) -> EngineReply {
        guard host.containers[name] == nil else {
            return .refusal(409, "Conflict. The container name \"/\(name)\" is already in use by container")
        }
        host.containers[container.name] = nil
        var renamed = container
        renamed.name = name
        host.containers[name] = renamed
        // It is the resource of its new name that is at work on it.
        note(.rename, container: renamed)
        return EngineReply(204)
    }

    private mutating func update(_ container: SimulatedContainer, _ request: JSONObject) -> EngineReply {
        let policy = request.object("RestartPolicy")
        note(.update, container: container, isNeedless: container.restartPolicy == policy.text("Name"))
        host.containers[container.name]?.restartPolicy = policy.text("Name")
        host.containers[container.name]?.host["RestartPolicy"] = request.json("RestartPolicy")
        return EngineReply(200, "{\"Warnings\":[]}")
    }

    // MARK: - Texts

    private static func ports(_ host: JSONObject) -> [Int] {
        (host.fields["PortBindings"] as? [String: Any] ?? [:]).values.flatMap { bindings in
            (bindings as? [[String: Any]] ?? []).compactMap { ($0["HostPort"] as? String).flatMap { Int($0) } }
        }
    }

    private static func mountPoint(_ mount: JSONObject) -> String {
        """
        {"Type":"bind","Source":\(JSONText.string(mount.text("Source"))),"Destination":\
        \(JSONText.string(mount.text("Target"))),"Mode":"","RW":\(mount.fields["ReadOnly"] as? Bool != true),"Propagation":"rprivate"}
        """
    }

    /// `Config` of an inspection: what was asked for, and what the image adds.
    private static func configuration(
        _ request: JSONObject, _ image: SimulatedImage, _ container: SimulatedContainer
    ) -> String {
        var fields = request.fields
        fields["HostConfig"] = nil
        fields["NetworkingConfig"] = nil
        fields["Env"] = container.environment
        if fields["Cmd"] == nil { fields["Cmd"] = image.command }
        if fields["User"] == nil { fields["User"] = "" }
        return JSONObject.text(fields) ?? "{}"
    }

    private func summary(_ container: SimulatedContainer) -> String {
        """
        {"Id":"\(container.id)","Names":[\(JSONText.string("/" + container.name))],"Image":\
        \(JSONText.string(container.image)),"ImageID":\(JSONText.string(container.imageID)),"Labels":\(container.labelText),\
        "State":"\(container.status.rawValue)","Status":"","Created":0,"NetworkSettings":{"Networks":{}}}
        """
    }

    private func inspection(_ container: SimulatedContainer) -> String {
        let health =
            container.hasHealthCheck && container.isRunning
            ? ",\"Health\":{\"Status\":\"\(container.isWell(at: now) ? "healthy" : "starting")\",\"FailingStreak\":0}"
            : ""
        let host = container.host.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        let networks = container.networks.map { name in
            let isBridged = name != "host" && container.isRunning
            return """
                \(JSONText.string(name)):{"Aliases":[],"NetworkID":"\(self.host.networks[name]?.id ?? "")",\
                "IPAddress":"\(isBridged ? container.address : "")"}
                """
        }
        let started = container.startedAt.map { EngineTime($0).text } ?? "0001-01-01T00:00:00Z"
        return """
            {"Id":"\(container.id)","Name":\(JSONText.string("/" + container.name)),"Created":"2026-01-01T00:00:00Z",\
            "Image":\(JSONText.string(container.imageID)),"RestartCount":0,"State":{"Status":"\(container.status.rawValue)",\
            "Running":\(container.isRunning),"Paused":\(container.status == .paused),"OOMKilled":false,\
            "ExitCode":\(container.exitCode),"Error":"","StartedAt":"\(started)","FinishedAt":"0001-01-01T00:00:00Z"\
            \(health)},"Config":\(container.configuration),"HostConfig":{\(host.joined(separator: ","))},\
            "Mounts":\(container.mountPoints),"NetworkSettings":{"Networks":{\(networks.joined(separator: ","))}}}
            """
    }
}
