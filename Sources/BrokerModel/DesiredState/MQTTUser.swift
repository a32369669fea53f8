/// An MQTT user of the broker.
public struct MQTTUser: Sendable, Equatable {
    public var password: TextSource

    /// The topic filters the user may subscribe to; everything else is denied.
    public var subscribe: [TextSource]

    public init(password: TextSource, subscribe: [TextSource]) {
        self.password = password
        self.subscribe = subscribe
    }
}
