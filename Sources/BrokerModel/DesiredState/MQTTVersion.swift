/// The version of the MQTT protocol, as `MQTT_SUB_BROKERVERSION` takes it.
public enum MQTTVersion: Int, Sendable, Hashable, CaseIterable, Codable {
    /// MQTT 3.1.1, protocol level 4.
    case v4 = 4
    case v5 = 5
}
