public import BrokerModel

/// What a resource was seen to be.
public struct SeenProperties: Sendable, Equatable {
    /// When the look was.
    public var at: Timestamp

    /// As text; no secret is among them.
    public var properties: [String: String]

    public init(at: Timestamp, properties: [String: String]) {
        self.at = at
        self.properties = properties
    }
}
