import BrokerModel

extension Shape where Value == Subscription {
    static var subscription: Shape {
        .mapping { fields in
            let broker = fields.required(
                "broker", .source(of: .brokerURL), "The node's broker: mqtt://, mqtts://, ws:// or wss://.")
            let username = fields.optional("username", .source(of: .credential), "The user to log in as.")
            let password = fields.optional("password", .source(of: .credential), "The user's password.")
            let topics = fields.optional(
                "topics", .list(of: .source(of: .topicFilter), atLeast: 1),
                "Topic filters in place of those of the kind.")
            let verifyCertificate = fields.optional(
                "verifyCertificate", .boolean, default: true, "Whether the broker's certificate has to be valid.")
            let mqttVersion = fields.optional(
                "mqttVersion", .choice, default: MQTTVersion.v5, "The MQTT version; 4 means 3.1.1.")
            let backup = fields.optional(
                "backup", .backup, "A second broker, used while the first cannot be reached.")

            guard let broker else { return nil }
            return Subscription(
                broker: broker, username: username, password: password, topics: topics,
                verifyCertificate: verifyCertificate, mqttVersion: mqttVersion, backup: backup)
        }
    }
}

extension Shape where Value == BackupBroker {
    static var backup: Shape {
        .mapping { fields in
            let broker = fields.required("broker", .source(of: .brokerURL), "The second broker's address.")
            let username = fields.optional("username", .source(of: .credential), "Left out: as for the first broker.")
            let password = fields.optional("password", .source(of: .credential), "Left out: as for the first broker.")
            let verifyCertificate = fields.optional(
                "verifyCertificate", .boolean, "Left out: as for the first broker.")
            let mqttVersion: MQTTVersion? = fields.optional(
                "mqttVersion", .choice, "Left out: as for the first broker.")

            guard let broker else { return nil }
            return BackupBroker(
                broker: broker, username: username, password: password,
                verifyCertificate: verifyCertificate, mqttVersion: mqttVersion)
        }
    }
}
