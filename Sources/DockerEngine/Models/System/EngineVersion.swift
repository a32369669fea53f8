/// Which engine it is.
public struct EngineVersion: Sendable, Hashable {
    /// `20.10.24+dfsg1`
    public var version: String
    /// The newest API version it serves.
    public var api: String
    /// The oldest; nil when it does not say.
    public var oldestAPI: String?
    public var operatingSystem: String
    public var architecture: String
    public var kernel: String
}

extension EngineVersion: Decodable {
    private enum CodingKeys: String, CodingKey {
        case version = "Version"
        case api = "ApiVersion"
        case oldestAPI = "MinAPIVersion"
        case operatingSystem = "Os"
        case architecture = "Arch"
        case kernel = "KernelVersion"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        version = try container.decode(String.self, forKey: .version)
        api = try container.value(.api, default: "")
        oldestAPI = try container.text(.oldestAPI)
        operatingSystem = try container.value(.operatingSystem, default: "")
        architecture = try container.value(.architecture, default: "")
        kernel = try container.value(.kernel, default: "")
    }
}
