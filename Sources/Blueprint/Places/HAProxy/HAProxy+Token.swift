import BrokerModel

extension HAProxy {
    /// One word of a configuration line, in characters that mean nothing to
    /// HAProxy: no blank, quote, backslash, `#`, `$` or brace (section 2.2).
    struct Token: Hashable {
        let text: String

        init(_ text: String) throws(Refusal) {
            guard (1...1024).contains(text.utf8.count), text.utf8.allSatisfy(Self.isPlain) else {
                throw Refusal("holds a character that a word of HAProxy's configuration cannot hold")
            }
            self.text = text
        }

        init(_ host: HostName) {
            text = host.text
        }

        init(_ domain: DomainName) {
            text = domain.text
        }

        private static func isPlain(_ byte: UInt8) -> Bool {
            byte.isLetter || byte.isDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/")
        }
    }
}
