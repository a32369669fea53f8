import BrokerModel
import Foundation

/// An archive of images in the form in which Docker 20.10 saves them.
public struct SimulatedArchive: Sendable {
    public struct Image: Sendable {
        public var tags: [String]

        /// The content of each layer, from the bottom.
        public var layers: [[UInt8]]
        public var environment: [String]

        public init(_ tags: [String], layers: [[UInt8]], environment: [String] = []) {
            self.tags = tags
            self.layers = layers
            self.environment = environment
        }

        /// The configuration, as it lies in the archive.
        public var document: [UInt8] {
            let layers = layers.map { Digest(of: $0).description }
            let configuration: [String: Any] = [
                "architecture": "amd64", "os": "linux",
                "config": ["Env": environment, "Cmd": ["/start"]] as [String: Any],
                "rootfs": ["type": "layers", "diff_ids": layers] as [String: Any],
            ]
            return Array((JSONObject.text(configuration) ?? "{}").utf8)
        }

        public var id: String { Digest(of: document).description }
    }

    public var images: [Image]

    public init(_ images: [Image]) {
        self.images = images
    }

    public var bytes: [UInt8] {
        var members: [(name: String, content: [UInt8])] = []
        var names: Set<String> = []
        func add(_ name: String, _ content: [UInt8]) {
            if names.insert(name).inserted { members.append((name, content)) }
        }
        var manifest: [[String: Any]] = []
        for image in images {
            let layers = image.layers.map { (Digest(of: $0).hexadecimal + "/layer.tar", $0) }
            for (name, content) in layers { add(name, content) }
            let document = String(image.id.dropFirst("sha256:".count)) + ".json"
            add(document, image.document)
            manifest.append(["Config": document, "RepoTags": image.tags, "Layers": layers.map(\.0)])
        }
        add("manifest.json", Array((JSONObject.text(manifest) ?? "[]").utf8))
        return SimulatedTar.bytes(members)
    }
}
