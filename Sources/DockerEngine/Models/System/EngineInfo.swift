/// How an engine is set up and what it holds.
public struct EngineInfo: Sendable, Hashable {
    public var hostname: String
    public var version: String
    public var operatingSystem: String
    public var containersRunning: Int
    public var images: Int
    public var processors: Int
    /// Bytes.
    public var memory: Int64
    /// The directory of its data: `/var/lib/docker`.
    public var rootDirectory: String
    public var storageDriver: String
    /// Whether containers outlive a restart of the engine.
    public var keepsContainersOnRestart: Bool
}

extension EngineInfo: Decodable {
    private enum CodingKeys: String, CodingKey {
        case hostname = "Name"
        case version = "ServerVersion"
        case operatingSystem = "OperatingSystem"
        case containersRunning = "ContainersRunning"
        case images = "Images"
        case processors = "NCPU"
        case memory = "MemTotal"
        case rootDirectory = "DockerRootDir"
        case storageDriver = "Driver"
        case keepsContainersOnRestart = "LiveRestoreEnabled"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        hostname = try container.value(.hostname, default: "")
        version = try container.value(.version, default: "")
        operatingSystem = try container.value(.operatingSystem, default: "")
        containersRunning = try container.value(.containersRunning, default: 0)
        images = try container.value(.images, default: 0)
        processors = try container.value(.processors, default: 0)
        memory = try container.value(.memory, default: 0)
        rootDirectory = try container.value(.rootDirectory, default: "")
        storageDriver = try container.value(.storageDriver, default: "")
        keepsContainersOnRestart = try container.value(.keepsContainersOnRestart, default: false)
    }
}
