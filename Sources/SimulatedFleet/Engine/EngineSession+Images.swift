import BrokerModel
import Foundation

/// Images: looked at, pulled, loaded from archives.
extension EngineSession {
    mutating func images(_ call: EngineCall) -> EngineReply {
        let reference = call.path.dropFirst().prefix { $0 != "json" && $0 != "tag" }.joined(separator: "/")
        switch (call.method, call.path.last) {
        case ("POST", "create"): return pull(call)
        case ("POST", "load"): return load(call.body)
        case ("POST", "tag"): return tag(reference, call)
        case ("GET", "json") where call.path.count == 2:
            let items = host.images.sorted { $0.key < $1.key }.map { reference, image in
                """
                {"Id":\(JSONText.string(image.id)),"RepoTags":[\(JSONText.string(reference))],"RepoDigests":[],\
                "Created":0,"Size":1,"Labels":{},"Containers":-1}
                """
            }
            return EngineReply(200, "[" + items.joined(separator: ",") + "]")
        case ("GET", "json"):
            guard let image = find(reference) else { return .refusal(404, "No such image: \(reference)") }
            return EngineReply(200, Self.inspection(image, reference))
        case ("DELETE", _):
            let reference = call.path.dropFirst().joined(separator: "/")
            guard host.images[reference] != nil else { return .refusal(404, "No such image: \(reference)") }
            host.images[reference] = nil
            note(Effect(.remove, "image/" + reference, on: host.name))
            return EngineReply(200, "[]")
        default: return .refusal(404, "page not found")
        }
    }

    /// By name or by id.
    private func find(_ reference: String) -> SimulatedImage? {
        host.images[reference] ?? host.images.values.first { $0.id == reference }
    }

    private mutating func pull(_ call: EngineCall) -> EngineReply {
        let reference = "\(call.query["fromImage"] ?? ""):\(call.query["tag"] ?? "latest")"
        guard let image = registry.images[reference] else {
            return .refusal(404, "manifest for \(reference) not found: manifest unknown: manifest unknown")
        }
        if host.isDiskFull { return Self.diskFull }
        var effect = Effect(.pull, "image/" + reference, on: host.name)
        effect.isNeedless = host.images[reference] == image
        host.images[reference] = image
        note(effect)
        return EngineReply(
            200,
            "{\"status\":\"Pulling from \(reference)\"}\r\n{\"status\":\"Status: Downloaded newer image for \(reference)\"}\r\n"
        )
    }

    private mutating func tag(_ reference: String, _ call: EngineCall) -> EngineReply {
        guard let image = find(reference) else { return .refusal(404, "No such image: \(reference)") }
        let name = "\(call.query["repo"] ?? ""):\(call.query["tag"] ?? "latest")"
        var effect = Effect(.load, "image/" + name, on: host.name)
        effect.isNeedless = host.images[name] == image
        host.images[name] = image
        note(effect)
        return EngineReply(201)
    }

    /// All of it or nothing, and errors inside a success, as the engine does it.
    private mutating func load(_ archive: [UInt8]) -> EngineReply {
        if host.isDiskFull { return Self.diskFull }
        guard let files = SimulatedTar.files(in: archive) else { return Self.failed("unexpected EOF") }
        let manifest =
            files["manifest.json"].flatMap { try? JSONSerialization.jsonObject(with: Data($0)) } as? [[String: Any]]
        guard let manifest else { return Self.failed("open manifest.json: no such file or directory") }
        var loaded: [(reference: String, image: SimulatedImage)] = []
        for entry in manifest.map({ JSONObject($0) }) {
            guard let document = files[entry.text("Config")] else { return Self.failed("no such file or directory") }
            let configuration = JSONObject(document)
            let layers = configuration.object("rootfs").texts("diff_ids")
            let members = entry.texts("Layers")
            guard layers.count == members.count else { return Self.failed("invalid manifest, layers length mismatch") }
            for (index, (layer, member)) in zip(layers, members).enumerated() where !has(layers.prefix(index + 1)) {
                guard let content = files[member] else {
                    return Self.failed("open /var/lib/docker/tmp/\(member): no such file or directory")
                }
                guard Digest(of: content).description == layer else {
                    return Self.failed("invalid diffID for layer \(index)")
                }
            }
            var image = SimulatedImage("")
            image.id = Digest(of: document).description
            image.environment = configuration.object("config").texts("Env")
            image.command = configuration.object("config").texts("Cmd")
            image.layers = layers
            loaded += entry.texts("RepoTags").map { ($0, image) }
        }
        for (reference, image) in loaded {
            var effect = Effect(.load, "image/" + reference, on: host.name)
            effect.isNeedless = host.images[reference] == image
            host.images[reference] = image
            note(effect)
        }
        return EngineReply(200, loaded.map { "{\"stream\":\"Loaded image: \($0.reference)\\n\"}\r\n" }.joined())
    }

    /// Whether some image stands on these layers.
    private func has(_ layers: ArraySlice<String>) -> Bool {
        host.images.values.contains { $0.layers.starts(with: layers) }
    }

    private static var diskFull: EngineReply { failed("write /var/lib/docker/tmp/x: no space left on device") }

    /// A failure inside an answer that began as a success.
    private static func failed(_ message: String) -> EngineReply {
        let text = JSONText.string(message)
        return EngineReply(200, "{\"errorDetail\":{\"message\":\(text)},\"error\":\(text)}\r\n")
    }

    private static func inspection(_ image: SimulatedImage, _ reference: String) -> String {
        func list(_ texts: [String]) -> String { "[" + texts.map(JSONText.string).joined(separator: ",") + "]" }
        return """
            {"Id":\(JSONText.string(image.id)),"RepoTags":[\(JSONText.string(reference))],"RepoDigests":[],\
            "Created":"2026-01-01T00:00:00Z","Architecture":"amd64","Os":"linux","Size":1,\
            "RootFS":{"Type":"layers","Layers":\(list(image.layers))},\
            "Config":{"Env":\(list(image.environment)),"Cmd":\(list(image.command)),"Labels":{},"User":""}}
            """
    }
}
