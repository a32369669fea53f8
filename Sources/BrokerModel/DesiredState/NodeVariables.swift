/// Variables of an antiloop container that a node's own fields set (DOMAIN:
/// one WIS2 Node = one subscription).
public enum NodeVariables {
    /// The field by variable. There it is checked; set through `environment`
    /// it would go round the check.
    public static let fields: [String: String] = [
        "CENTRE_ID": "centreId",
        "MQTT_SUB_BROKER": "subscribe.broker",
        "MQTT_SUB_USERNAME": "subscribe.username",
        "MQTT_SUB_PASSWORD": "subscribe.password",
        "MQTT_SUB_TOPIC": "subscribe.topics",
        "MQTT_SUB_BROKERVERSION": "subscribe.mqttVersion",
        "MQTT_SUB_VERIFYCERT": "subscribe.verifyCertificate",
        "MQTT_SUB_BROKER_BACKUP": "subscribe.backup.broker",
        "MQTT_SUB_USERNAME_BACKUP": "subscribe.backup.username",
        "MQTT_SUB_PASSWORD_BACKUP": "subscribe.backup.password",
        "MQTT_SUB_BROKERVERSION_BACKUP": "subscribe.backup.mqttVersion",
        "MQTT_SUB_VERIFYCERT_BACKUP": "subscribe.backup.verifyCertificate",
        "MSG_CHECK_OPTION": "checks.message",
        "TOPIC_CHECK_OPTION": "checks.topic",
        "METADATA_CHECK_OPTION": "checks.metadata",
    ]
}
