package import BrokerModel

extension Shape where Value == Node {
    /// `nodes/<centre-id>.yaml`.
    package static var node: Shape<Node> {
        .mapping { fields in
            let centreID = fields.required(
                "centreId", .centreID, "The centre-id of the WMO registry; the file is named after it.")
            let kind = fields.optional(
                "kind", .choice, default: NodeKind.node, "What is subscribed to; sets the default topics.")
            let subscription = fields.required(
                "subscribe", .subscription, "Where and how the messages are received.")
            let checks = fields.optional(
                "checks", .checks, "What happens to messages that fail a check.")
            let isEnabled = fields.optional(
                "enabled", .boolean, default: true, "False removes the node from the hosts and keeps it in git.")
            let image = fields.optional("image", .image, "An image in place of the one of versions.yaml.")
            let environment = fields.optional(
                "environment", .environment(EnvironmentName.checkedForNode),
                "More environment variables; they win over those of broker.yaml.")
            let placement = fields.optional("placement", .placement, "Pins the instances to hosts.")
            let expires = fields.optional(
                "expires", .date, "A UTC date, from which the node counts as not enabled.")

            guard let centreID, let subscription, let node = fields.node else { return nil }
            return Node(
                centreID: centreID,
                kind: kind,
                subscription: subscription,
                checks: checks ?? MessageChecks(),
                isEnabled: isEnabled,
                image: image,
                environment: environment ?? [:],
                pinnedHosts: placement,
                expires: expires,
                source: SourcePosition(file: node.position.file, line: 1))
        }
    }
}

extension Shape where Value == MessageChecks {
    static var checks: Shape {
        .mapping { fields in
            let defaults = MessageChecks()
            return MessageChecks(
                message: fields.optional(
                    "message", .choice, default: defaults.message, "Whether the message itself is well-formed."),
                topic: fields.optional(
                    "topic", .choice, default: defaults.topic, "Whether the topic is in the WIS2 topic hierarchy."),
                metadata: fields.optional(
                    "metadata", .choice, default: defaults.metadata, "Whether there is discovery metadata for it."))
        }
    }
}

extension Shape where Value == [HostName] {
    static var placement: Shape {
        .mapping { fields in
            fields.required(
                "hosts", .list(of: .hostName, atLeast: 2), "The antiloop hosts of the instances, one for each.")
        }
    }
}
