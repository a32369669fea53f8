extension SimulatedHost {
    /// The engine stops and starts: streams end, containers come back as their
    /// restart policy says.
    public mutating func restartEngine(at now: Duration) {
        engineGeneration += 1
        for name in containers.keys {
            guard var container = containers[name] else { continue }
            if container.isRunning, container.restartPolicy != "no" {
                container.start(at: now)
            } else if container.isRunning {
                container.stop()
            } else if container.status == .exited, container.restartPolicy == "always" {
                container.start(at: now)
            }
            containers[name] = container
        }
    }
}

extension SimulatedHost {
    /// What broke works again.
    public mutating func repair() {
        isReachable = true
        isEngineRunning = true
        isDiskFull = false
    }

    /// Changes a container as somebody would with `docker`.
    public mutating func meddle(_ name: String, _ change: (inout SimulatedContainer) -> Void) {
        guard var container = containers[name] else { return }
        change(&container)
        containers[name] = container
    }

    /// A file that is none of Isobar's, unless its record already lists it.
    public mutating func addForeignFile(_ path: String, _ text: String, at now: Duration) {
        guard case .directory? = files[Self.parent(of: path)]?.kind, files[path] == nil else { return }
        if !isManaged("file", path) { foreignFiles.insert(path) }
        files[path] = SimulatedFile(bytes: Array(text.utf8), owner: "ada", group: "ada", changedAt: now)
    }

    /// A container that is none of Isobar's, unless its record already lists
    /// the name.
    public mutating func addForeignContainer(_ name: String, at now: Duration) {
        guard containers[name] == nil else { return }
        var container = SimulatedContainer(
            id: newIdentifier(), name: name, image: "busybox:latest",
            imageID: SimulatedImage("busybox:latest").id, address: "172.17.9.\(lastNumber % 250)")
        container.configuration = #"{"Image":"busybox:latest","Env":["BY=hand"],"Labels":{},"Cmd":["sleep"]}"#
        container.host = ["RestartPolicy": #"{"Name":"no"}"#, "NetworkMode": #""bridge""#]
        container.networks = ["bridge"]
        container.start(at: now)
        containers[name] = container
        if !isManaged("container", name) { foreignContainers.insert(container.id) }
    }

    /// Whether the host's record lists a resource.
    public func isManaged(_ kind: String, _ name: String) -> Bool {
        listed.lists("\(self.name)/\(kind)\(name.hasPrefix("/") ? name : "/" + name)")
    }
}
