internal import DockerEngine

/// What a host's container engine says of itself.
public struct EngineFacts: Sendable, Equatable {
    public var version: String
    /// The newest version of the API it speaks, and the oldest.
    public var api: String
    public var oldestAPI: String?
    public var storageDriver: String
    public var rootDirectory: String

    public init(
        version: String, api: String, oldestAPI: String? = nil, storageDriver: String, rootDirectory: String
    ) {
        self.version = version
        self.api = api
        self.oldestAPI = oldestAPI
        self.storageDriver = storageDriver
        self.rootDirectory = rootDirectory
    }

    init(_ version: EngineVersion, _ info: EngineInfo) {
        self.init(
            version: PrintableText(version.version).tail, api: PrintableText(version.api).tail,
            oldestAPI: version.oldestAPI.map { PrintableText($0).tail },
            storageDriver: PrintableText(info.storageDriver).tail,
            rootDirectory: PrintableText(info.rootDirectory).tail)
    }
}
