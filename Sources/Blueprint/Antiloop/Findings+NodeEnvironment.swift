import BrokerModel

extension Findings {
    /// What a node says for itself, and last its `environment`.
    mutating func environment(of node: Node) -> EnvFile {
        let subscription = node.subscription
        let source = node.source
        var file = EnvFile()
        file.set("CENTRE_ID", EnvFile.Value(node.centreID))
        file.set("MQTT_SUB_BROKER", value(subscription.broker, for: "subscribe.broker", at: source))
        if let username = subscription.username {
            file.set("MQTT_SUB_USERNAME", value(username, for: "subscribe.username", at: source))
        }
        if let password = subscription.password {
            file.set("MQTT_SUB_PASSWORD", value(password, for: "subscribe.password", at: source))
        }
        file.set("MQTT_SUB_TOPIC", topics(of: node))
        file.set("MQTT_SUB_BROKERVERSION", EnvFile.Value(subscription.mqttVersion.rawValue))
        file.set("MQTT_SUB_VERIFYCERT", EnvFile.Value(subscription.verifyCertificate))
        if let backup = subscription.backup { add(backup, of: subscription, to: &file, at: source) }
        file.set("MSG_CHECK_OPTION", EnvFile.Value(node.checks.message))
        file.set("TOPIC_CHECK_OPTION", EnvFile.Value(node.checks.topic))
        file.set("METADATA_CHECK_OPTION", EnvFile.Value(node.checks.metadata))
        add(node.environment, to: &file, field: "environment", at: source, reserved: ReservedVariables.node)
        return file
    }

    /// What the backup does not say is as for the first broker.
    private mutating func add(
        _ backup: BackupBroker,
        of first: Subscription,
        to file: inout EnvFile,
        at source: SourcePosition
    ) {
        file.set("MQTT_SUB_BROKER_BACKUP", value(backup.broker, for: "subscribe.backup.broker", at: source))
        if let username = backup.username ?? first.username {
            file.set("MQTT_SUB_USERNAME_BACKUP", value(username, for: "subscribe.backup.username", at: source))
        }
        if let password = backup.password ?? first.password {
            file.set("MQTT_SUB_PASSWORD_BACKUP", value(password, for: "subscribe.backup.password", at: source))
        }
        file.set("MQTT_SUB_BROKERVERSION_BACKUP", EnvFile.Value((backup.mqttVersion ?? first.mqttVersion).rawValue))
        file.set("MQTT_SUB_VERIFYCERT_BACKUP", EnvFile.Value(backup.verifyCertificate ?? first.verifyCertificate))
    }

    /// The topic filters as the comma list the antiloop takes.
    private mutating func topics(of node: Node) -> EnvFile.Value {
        let topics =
            node.subscription.topics ?? node.kind.defaultTopics(for: node.centreID).map(TextSource.literal)
        return value(of: topics, for: "subscribe.topics", at: node.source) { (topics) throws(Refusal) in
            guard !topics.contains(where: { $0.utf8.contains(UInt8(ascii: ",")) }) else {
                throw Refusal("holds a topic filter with a comma, which would be two in the antiloop's list")
            }
            return topics.joined(separator: ",")
        }
    }
}
