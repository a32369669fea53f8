package import BrokerModel

/// The name of an environment variable that a user may set.
package enum EnvironmentName {
    /// What Isobar alone knows: who the container is and where it elects.
    private static let identity: Set<String> = ["WHOAMI", "REDIS_URL", "GB_ID"]

    /// What `publish` of broker.yaml sets for the whole fleet; a single node
    /// may differ.
    private static let fleetFields: [String: String] = [
        "MQTT_PUB_BROKER": "publish.broker",
        "MQTT_PUB_USERNAME": "publish.username",
        "MQTT_PUB_PASSWORD": "publish.password",
    ]

    /// Checks a name in `environment` of a node.
    package static func checkedForNode(_ text: String) throws(Refusal) -> String {
        try checkSyntax(text)
        if let field = NodeVariables.fields[text] {
            throw Refusal("\(text) has a field of its own", hint: "set \(field) instead")
        }
        guard !identity.contains(text) else { throw Refusal("\(text) is set by Isobar and cannot be changed") }
        return text
    }

    /// Checks a name in `antiloop.environment` of broker.yaml.
    package static func checkedForFleet(_ text: String) throws(Refusal) -> String {
        try checkSyntax(text)
        if let field = NodeVariables.fields[text] {
            throw Refusal("\(text) belongs to a single node", hint: "set \(field) in the node's file")
        }
        if let field = fleetFields[text] {
            throw Refusal("\(text) has a field of its own", hint: "set \(field) instead")
        }
        guard !identity.contains(text) else { throw Refusal("\(text) is set by Isobar and cannot be changed") }
        return text
    }

    /// POSIX.1-2017, Base Definitions, section 8.1.
    package static let pattern = "^[A-Za-z_][A-Za-z0-9_]*$"

    private static func checkSyntax(_ text: String) throws(Refusal) {
        let bytes = text.utf8
        guard (1...128).contains(bytes.count), let first = bytes.first, !first.isDigit,
            bytes.allSatisfy({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") })
        else {
            throw Refusal(
                "\(text.quoted) is no name of an environment variable: letters, digits and underscores, "
                    + "not starting with a digit")
        }
    }
}

extension Shape where Value == [String: TextSource] {
    /// Environment variables with names that `check` lets through.
    package static func environment(
        _ check: @escaping @Sendable (String) throws(Refusal) -> String
    ) -> Shape<[String: TextSource]> {
        Shape<[NamedValue<String, TextSource>]>
            .table(of: .source(of: .environmentValue), pattern: EnvironmentName.pattern, key: check)
            .map { entries in Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first } }
            .checked { variables, node, findings in
                guard variables.count == 1, variables["secret"] != nil else { return }
                findings.warning(
                    "sets a variable whose name is \"secret\"", at: node,
                    hint: "a secret stands for one value: NAME: {secret: name}")
            }
    }
}
