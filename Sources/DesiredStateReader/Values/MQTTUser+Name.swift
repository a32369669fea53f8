import BrokerModel

extension MQTTUser {
    /// The name of an MQTT user of the broker: it stands in a path of EMQX's API
    /// and in the address of a resource.
    static func checkedName(_ text: String) throws(Refusal) -> String {
        let bytes = text.utf8
        guard (1...64).contains(bytes.count), let first = bytes.first, first.isLetter || first.isDigit,
            bytes.allSatisfy({ $0.isLetter || $0.isDigit || "._-".utf8.contains($0) })
        else {
            throw Refusal("\(text.quoted) is no user name: letters, digits, dots, underscores and hyphens, at most 64")
        }
        return text
    }
}
