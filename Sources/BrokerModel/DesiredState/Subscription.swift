/// Where and how a node's messages are received.
public struct Subscription: Sendable, Equatable {
    /// `mqtt://`, `mqtts://`, `ws://` or `wss://`, host, optional port and path.
    public var broker: TextSource
    public var username: TextSource?
    public var password: TextSource?

    /// Topic filters; nil means the defaults of the node's kind.
    public var topics: [TextSource]?
    public var verifyCertificate: Bool
    public var mqttVersion: MQTTVersion
    public var backup: BackupBroker?

    public init(
        broker: TextSource,
        username: TextSource? = nil,
        password: TextSource? = nil,
        topics: [TextSource]? = nil,
        verifyCertificate: Bool = true,
        mqttVersion: MQTTVersion = .v5,
        backup: BackupBroker? = nil
    ) {
        self.broker = broker
        self.username = username
        self.password = password
        self.topics = topics
        self.verifyCertificate = verifyCertificate
        self.mqttVersion = mqttVersion
        self.backup = backup
    }
}
