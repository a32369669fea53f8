import BrokerModel

/// An MQTT topic filter (MQTT 5.0, section 4.7) that can stand in the comma
/// list the antiloop takes. Of the characters MQTT allows, those that occur in
/// topics of WIS2 (WIS2 Topic Hierarchy) and in test topics.
package enum TopicFilter {
    package static func check(_ text: String) throws(Refusal) {
        guard !text.isEmpty, text.utf8.count <= 1024 else {
            throw Refusal("\(text.quoted) is no topic filter: it must have 1 to 1024 bytes")
        }
        // By bytes: a combining mark after a character must not hide it.
        let bytes = text.utf8
        guard !bytes.contains(UInt8(ascii: ",")) else {
            throw Refusal(
                "\(text.quoted) is no topic filter: a comma would make two of it", hint: "write one entry per filter")
        }
        guard bytes.first != UInt8(ascii: "$") else {
            throw Refusal("\(text.quoted) starts with $: such topics are the broker's own")
        }
        guard bytes.allSatisfy({ $0.isLetter || $0.isDigit || "-_.:/+#".utf8.contains($0) }) else {
            throw Refusal("\(text.quoted) is no topic filter: only letters, digits and - _ . : stand between slashes")
        }
        let levels = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (index, level) in levels.enumerated() {
            if level.contains(UInt8(ascii: "#")), level.count > 1 || index != levels.count - 1 {
                throw Refusal("\(text.quoted) is no topic filter: # must be the whole last level")
            }
            if level.contains(UInt8(ascii: "+")), level.count > 1 {
                throw Refusal("\(text.quoted) is no topic filter: + must be a whole level")
            }
        }
    }
}
