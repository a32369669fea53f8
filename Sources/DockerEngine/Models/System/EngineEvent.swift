/// Something that happened on an engine.
public struct EngineEvent: Sendable, Hashable {
    /// `container`, `image`, `network`, `daemon`…
    public var kind: String

    /// `start`, `die`, `destroy`, `rename`, `create`, `oom`, `health_status`…
    public var action: String

    /// What the engine puts behind the action: `healthy` in
    /// `health_status: healthy`.
    public var detail: String?

    /// The container's, image's or network's id.
    public var subject: String

    /// `name`, `image`, `exitCode` and all labels of a container.
    public var attributes: [String: String]

    /// Nanoseconds since 1970 by the host's clock.
    public var time: Int64
}

extension EngineEvent: Decodable {
    private enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case action = "Action"
        case actor = "Actor"
        case time = "timeNano"
    }

    private struct Subject: Decodable {
        var ID: String?
        var Attributes: [String: String]?
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container.value(.kind, default: "")
        let parts = try container.value(.action, default: "").split(separator: ":", maxSplits: 1)
        action = parts.first.map(String.init) ?? ""
        detail = parts.count == 2 ? String(parts[1].trimmingBlanks) : nil
        let actor = try container.decodeIfPresent(Subject.self, forKey: .actor)
        subject = actor?.ID ?? ""
        attributes = actor?.Attributes ?? [:]
        time = try container.value(.time, default: 0)
    }
}
