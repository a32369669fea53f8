/// Answers one request as Docker 24 does, on one simulated host.
struct EngineSession {
    var host: SimulatedHost
    let registry: SimulatedRegistry
    let now: Duration

    /// How long new containers take to become well.
    let warmUp: Duration

    private(set) var effects: [Effect] = []

    init(_ host: SimulatedHost, _ registry: SimulatedRegistry, at now: Duration, warmUp: Duration) {
        self.host = host
        self.registry = registry
        self.now = now
        self.warmUp = warmUp
    }

    mutating func answer(_ call: EngineCall) -> EngineReply {
        switch call.path.first {
        case "_ping": EngineReply(200, "OK")
        case "version":
            EngineReply(
                200,
                #"{"Version":"24.0.7","ApiVersion":"1.44","MinAPIVersion":"1.12","Os":"linux","Arch":"amd64","KernelVersion":"6.1.0"}"#
            )
        case "info": EngineReply(200, info)
        case "containers": containers(call)
        case "images": images(call)
        case "networks": networks(call)
        case "distribution": distribution(call)
        default: .refusal(404, "page not found")
        }
    }

    private var info: String {
        let running = host.containers.values.count(where: \.isRunning)
        return """
            {"Name":\(JSONText.string(host.name)),"ServerVersion":"24.0.7","OperatingSystem":"Debian GNU/Linux 12",\
            "ContainersRunning":\(running),"Images":\(host.images.count),"NCPU":4,"MemTotal":8000000000,\
            "DockerRootDir":"/var/lib/docker","Driver":"overlay2","LiveRestoreEnabled":false}
            """
    }

    mutating func note(_ action: Effect.Action, container: SimulatedContainer, isNeedless: Bool = false) {
        var effect = Effect(action, "container/" + container.finalName, on: host.name)
        effect.container = container
        effect.isNeedless = isNeedless
        effects.append(effect)
    }

    mutating func note(_ effect: Effect) {
        effects.append(effect)
    }

    /// What the registry has.
    private func distribution(_ call: EngineCall) -> EngineReply {
        let reference = call.path.dropFirst().dropLast().joined(separator: "/")
        guard let image = registry.images[reference] else {
            return .refusal(404, "manifest for \(reference) not found: manifest unknown: manifest unknown")
        }
        return EngineReply(200, "{\"Descriptor\":{\"digest\":\(JSONText.string(image.id))},\"Platforms\":[]}")
    }

    // MARK: - Networks

    private mutating func networks(_ call: EngineCall) -> EngineReply {
        switch (call.method, call.path.count, call.path.last) {
        case ("GET", 1, _):
            let items = host.networks.values.sorted { $0.name < $1.name }.map(Self.inspection)
            return EngineReply(200, "[" + items.joined(separator: ",") + "]")
        case ("POST", 2, "create"): return createNetwork(call)
        case ("POST", 3, "connect"): return connect(call)
        default: break
        }
        let reference = call.path.count > 1 ? call.path[1] : ""
        guard let network = network(reference) else { return .refusal(404, "network \(reference) not found") }
        switch call.method {
        case "GET": return EngineReply(200, Self.inspection(network))
        case "DELETE":
            guard !host.containers.values.contains(where: { $0.isRunning && $0.networks.contains(network.name) }) else {
                return .refusal(
                    403, "error while removing network: network \(network.name) id \(network.id) has active endpoints")
            }
            host.networks[network.name] = nil
            note(Effect(.remove, "network/" + network.name, on: host.name))
            return EngineReply(204)
        default: return .refusal(404, "page not found")
        }
    }

    private func network(_ reference: String) -> SimulatedNetwork? {
        host.networks[reference] ?? host.networks.values.first { $0.id == reference }
    }

    private mutating func createNetwork(_ call: EngineCall) -> EngineReply {
        let request = JSONObject(call.body)
        let name = request.text("Name")
        guard host.networks[name] == nil else { return .refusal(409, "network with name \(name) already exists") }
        let id = host.newIdentifier()
        host.networks[name] = SimulatedNetwork(
            id: id, name: name, driver: request.text("Driver").isEmpty ? "bridge" : request.text("Driver"),
            labels: request.json("Labels") ?? "{}")
        note(Effect(.create, "network/" + name, on: host.name))
        return EngineReply(201, "{\"Id\":\"\(id)\",\"Warning\":\"\"}")
    }

    private mutating func connect(_ call: EngineCall) -> EngineReply {
        let reference = JSONObject(call.body).text("Container")
        guard let network = network(call.path[1]) else { return .refusal(404, "network \(call.path[1]) not found") }
        guard var container = host.container(reference) else {
            return .refusal(404, "No such container: \(reference)")
        }
        guard !container.networks.contains(network.name) else {
            return .refusal(
                403, "endpoint with name \(container.name) already exists in network \(network.name)")
        }
        container.networks.append(network.name)
        host.containers[container.name] = container
        note(.connect, container: container)
        return EngineReply(200)
    }

    private static func inspection(_ network: SimulatedNetwork) -> String {
        """
        {"Name":\(JSONText.string(network.name)),"Id":"\(network.id)","Created":"2026-01-01T00:00:00Z","Scope":"local",\
        "Driver":\(JSONText.string(network.driver)),"Labels":\(network.labels),"Options":{},"Containers":{},\
        "Internal":false,"Attachable":false,"IPAM":{"Driver":"default","Config":[]}}
        """
    }
}
