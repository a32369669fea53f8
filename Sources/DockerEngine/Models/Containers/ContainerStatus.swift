/// What a container does: `State` in a list, `State.Status` in an inspection.
///
/// Open, because a later engine may know more.
public struct ContainerStatus: RawRepresentable, Codable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let created = Self(rawValue: "created")
    public static let running = Self(rawValue: "running")
    public static let paused = Self(rawValue: "paused")
    public static let restarting = Self(rawValue: "restarting")
    public static let removing = Self(rawValue: "removing")
    public static let exited = Self(rawValue: "exited")
    public static let dead = Self(rawValue: "dead")
}
