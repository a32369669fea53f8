import BrokerModel

/// An archive of images in the form of the OCI, as skopeo and `docker buildx`
/// write it.
public struct SimulatedLayout: Sendable {
    /// An image and what the index says of it.
    public struct Entry: Sendable {
        public var image: SimulatedArchive.Image
        public var annotations: [String: String]
        public var layerType = "application/vnd.oci.image.layer.v1.tar"

        /// Whether the index leads to it over an index of its own, with a manifest
        /// that says how it was built.
        public var isNested = false

        public init(_ image: SimulatedArchive.Image, annotations: [String: String]) {
            self.image = image
            self.annotations = annotations
        }
    }

    public var entries: [Entry]

    /// Platforms of the nested indexes.
    public var platforms = ["amd64"]

    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// What the registry would call the image of an entry.
    public static func manifestDigest(of entry: Entry) -> String {
        Digest(of: manifest(of: entry)).description
    }

    private static func manifest(of entry: Entry) -> [UInt8] {
        text([
            "schemaVersion": 2,
            "config": ["mediaType": "application/vnd.oci.image.config.v1+json", "digest": entry.image.id] as [String: Any],
            "layers": entry.image.layers.map { layer -> [String: Any] in
                ["mediaType": entry.layerType, "digest": Digest(of: layer).description, "size": layer.count]
            },
        ])
    }

    public var bytes: [UInt8] {
        var members: [(name: String, content: [UInt8])] = [("oci-layout", Self.text(["imageLayoutVersion": "1.0.0"]))]
        var names: Set<String> = []
        func add(_ content: [UInt8]) -> String {
            let digest = Digest(of: content)
            let name = "blobs/sha256/" + digest.hexadecimal
            if names.insert(name).inserted { members.append((name, content)) }
            return digest.description
        }
        var index: [[String: Any]] = []
        for entry in entries {
            for layer in entry.image.layers { _ = add(layer) }
            _ = add(entry.image.document)
            var digest = add(Self.manifest(of: entry))
            var type = "application/vnd.oci.image.manifest.v1+json"
            if entry.isNested {
                var children = platforms.map { platform -> [String: Any] in
                    ["mediaType": type, "digest": digest, "platform": ["architecture": platform, "os": "linux"]]
                }
                let statement = add(Self.text(["statement": "how it was built"]))
                children.append([
                    "mediaType": type, "digest": statement,
                    "platform": ["architecture": "unknown", "os": "unknown"],
                ])
                digest = add(Self.text(["schemaVersion": 2, "manifests": children]))
                type = "application/vnd.oci.image.index.v1+json"
            }
            index.append(["mediaType": type, "digest": digest, "annotations": entry.annotations])
        }
        members.append(("index.json", Self.text(["schemaVersion": 2, "manifests": index])))
        return SimulatedTar.bytes(members)
    }

    private static func text(_ value: Any) -> [UInt8] { Array((JSONObject.text(value) ?? "{}").utf8) }
}
