/// All there is to know about one container, as far as it is used.
public struct ContainerInspection: Sendable, Hashable {
    /// 64 hexadecimal digits.
    public var id: String

    /// Without the leading slash.
    public var name: String

    /// RFC 3339 with nanoseconds.
    public var created: String

    /// The id of the image it runs, `sha256:…`; ``ContainerConfiguration/image``
    /// is the reference it was created from.
    public var imageID: String

    public var state: State

    /// Restarts by the engine's restart policy since it was started last.
    public var restartCount: Int

    public var configuration: ContainerConfiguration
    public var host: HostConfiguration
    public var mounts: [MountPoint]

    /// By the network's name.
    public var networks: [String: EndpointSettings]
}

extension ContainerInspection: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case name = "Name"
        case created = "Created"
        case imageID = "Image"
        case state = "State"
        case restartCount = "RestartCount"
        case configuration = "Config"
        case host = "HostConfig"
        case mounts = "Mounts"
        case networkSettings = "NetworkSettings"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        name = String(try container.decode(String.self, forKey: .name).trimmingPrefix("/"))
        created = try container.value(.created, default: "")
        imageID = try container.value(.imageID, default: "")
        state = try container.decode(State.self, forKey: .state)
        restartCount = try container.value(.restartCount, default: 0)
        configuration = try container.decode(ContainerConfiguration.self, forKey: .configuration)
        host = try container.value(.host, default: HostConfiguration())
        mounts = try container.value(.mounts, default: [])
        networks = try container.value(.networkSettings, default: NetworkAttachments()).byName
    }
}
