/// One container in a list.
public struct ContainerSummary: Sendable, Hashable {
    /// 64 hexadecimal digits.
    public var id: String

    /// The names without their leading slash; more than one only with links.
    public var names: [String]

    /// The reference it was created from, or the image's id once the tag moved
    /// to another image. Compare ``imageID``.
    public var image: String

    /// `sha256:` and 64 hexadecimal digits.
    public var imageID: String

    public var labels: [String: String]
    public var status: ContainerStatus

    /// The engine's sentence: "Up 3 hours (healthy)".
    public var statusText: String

    /// Seconds since 1970 at which it was created.
    public var created: Int64

    /// By the network's name.
    public var networks: [String: EndpointSettings]
}

extension ContainerSummary: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case names = "Names"
        case image = "Image"
        case imageID = "ImageID"
        case labels = "Labels"
        case status = "State"
        case statusText = "Status"
        case created = "Created"
        case networkSettings = "NetworkSettings"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        names = try container.value(.names, default: [String]()).map { String($0.trimmingPrefix("/")) }
        image = try container.value(.image, default: "")
        imageID = try container.value(.imageID, default: "")
        labels = try container.value(.labels, default: [:])
        status = try container.decode(ContainerStatus.self, forKey: .status)
        statusText = try container.value(.statusText, default: "")
        created = try container.value(.created, default: 0)
        networks = try container.value(.networkSettings, default: NetworkAttachments()).byName
    }
}
