/// One image in a list.
public struct ImageSummary: Sendable, Hashable {
    /// `sha256:…` of its configuration; the same on every host.
    public var id: String

    /// `name:tag`, empty when the last tag moved to another image.
    public var tags: [String]

    public var labels: [String: String]

    /// In bytes.
    public var size: Int64
}

extension ImageSummary: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case tags = "RepoTags"
        case labels = "Labels"
        case size = "Size"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        // Before API 1.43 an image without a tag is in the list as one of this name.
        tags = try container.value(.tags, default: [String]()).filter { $0 != "<none>:<none>" }
        labels = try container.value(.labels, default: [:])
        size = try container.value(.size, default: 0)
    }
}
