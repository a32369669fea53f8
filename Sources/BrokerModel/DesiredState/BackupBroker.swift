/// A node's second broker, used when the first cannot be reached
/// (`MQTT_SUB_*_BACKUP`). What is nil is as for the first.
public struct BackupBroker: Sendable, Equatable {
    public var broker: TextSource
    public var username: TextSource?
    public var password: TextSource?
    public var verifyCertificate: Bool?
    public var mqttVersion: MQTTVersion?

    public init(
        broker: TextSource,
        username: TextSource? = nil,
        password: TextSource? = nil,
        verifyCertificate: Bool? = nil,
        mqttVersion: MQTTVersion? = nil
    ) {
        self.broker = broker
        self.username = username
        self.password = password
        self.verifyCertificate = verifyCertificate
        self.mqttVersion = mqttVersion
    }
}
