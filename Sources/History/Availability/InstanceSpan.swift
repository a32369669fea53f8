public import BrokerModel

/// One instance of a node on a host, as long as it was seen the same.
public struct InstanceSpan: Sendable, Hashable {
    public var host: HostName
    public var span: TimeSpan

    /// Whether it ran, and its health check, if it has one, said it was well.
    public var isUp: Bool

    public init(host: HostName, span: TimeSpan, isUp: Bool) {
        self.host = host
        self.span = span
        self.isUp = isUp
    }

    /// Whether a container of these properties serves its node.
    public static func isUp(_ record: [String: String]) -> Bool {
        record["state"] == "running" && (record["health"] ?? "healthy") == "healthy"
    }
}
