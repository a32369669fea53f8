/// One image and what containers made from it inherit.
public struct ImageInspection: Sendable, Hashable {
    /// `sha256:…` of its configuration; the same on every host.
    public var id: String

    public var tags: [String]

    /// `name@sha256:…` as the registry knows it; empty when it was loaded from
    /// an archive.
    public var digests: [String]

    public var configuration: ContainerConfiguration

    /// Bytes.
    public var size: Int64

    /// `sha256:…` of the content of each layer, from the bottom.
    public var layers: [String]
}

extension ImageInspection: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case tags = "RepoTags"
        case digests = "RepoDigests"
        case configuration = "Config"
        case size = "Size"
        case rootFileSystem = "RootFS"
    }

    private struct RootFileSystem: Decodable {
        var layers: [String]?

        private enum CodingKeys: String, CodingKey {
            case layers = "Layers"
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        tags = try container.value(.tags, default: [])
        digests = try container.value(.digests, default: [])
        configuration = try container.value(.configuration, default: ContainerConfiguration(image: ""))
        size = try container.value(.size, default: 0)
        layers = try container.decodeIfPresent(RootFileSystem.self, forKey: .rootFileSystem)?.layers ?? []
    }
}
