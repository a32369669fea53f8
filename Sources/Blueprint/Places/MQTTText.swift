import BrokerModel

/// A name, password or topic filter as MQTT carries it: UTF-8 of 1 to 65,535
/// bytes without U+0000 (MQTT 5.0, section 1.5.4), and here without any control
/// character, which nobody could type.
struct MQTTText {
    let text: ConfidentialText

    init(_ text: ConfidentialText) throws(Refusal) {
        let fits = text.withRevealed { text in
            (1...65_535).contains(text.utf8.count) && !text.utf8.contains { $0.isControl }
        }
        guard fits else { throw Refusal("is not one line of text that MQTT can carry") }
        self.text = text
    }
}
