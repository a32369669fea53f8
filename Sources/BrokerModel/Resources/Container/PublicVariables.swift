/// Variables of a container's environment that never hold a secret.
///
/// An observed value does not say whether it was a secret when it was set. So
/// only what is known to hold none is shown or recorded.
public enum PublicVariables {
    public static func contains(_ name: String) -> Bool { names.contains(name) }

    /// Variables of the antiloop and EMQX images (DOMAIN: one WIS2 Node = one
    /// subscription; EMQX cluster).
    private static let names: Set<String> = [
        "CENTRE_ID", "GB_ID", "WHOAMI", "TZ", "REDIS_URL", "GDC_URL", "TOPIC_URL", "SCHEMA_URL",
        "MQTT_SUB_BROKER", "MQTT_SUB_TOPIC", "MQTT_SUB_BROKERVERSION", "MQTT_SUB_VERIFYCERT",
        "MQTT_SUB_BROKER_BACKUP", "MQTT_SUB_BROKERVERSION_BACKUP", "MQTT_SUB_VERIFYCERT_BACKUP",
        "MQTT_PUB_BROKER", "MQTT_PUB_BROKERVERSION",
        "MSG_CHECK_OPTION", "TOPIC_CHECK_OPTION", "METADATA_CHECK_OPTION",
        "EMQX_NODE_NAME", "EMQX_CLUSTER__DISCOVERY_STRATEGY", "EMQX_CLUSTER__STATIC__SEEDS",
    ]
}
