/// Where a container's output goes.
public struct LogConfiguration: Sendable, Hashable {
    /// `json-file`, `local`, `journald`…
    public var driver: String

    /// The driver's options: `max-size`, `max-file`…
    public var options: [String: String]

    public init(driver: String, options: [String: String] = [:]) {
        self.driver = driver
        self.options = options
    }
}

extension LogConfiguration: Codable {
    private enum CodingKeys: String, CodingKey {
        case driver = "Type"
        case options = "Config"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        driver = try container.value(.driver, default: "")
        options = try container.value(.options, default: [:])
    }
}
