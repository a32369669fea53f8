import BrokerModel

extension EnvFile {
    /// The name of an environment variable: letters, digits and underscores,
    /// not a digit first (POSIX.1-2017, Environment Variables, 8.1; lower case
    /// is admitted, as programs use it).
    struct Name: Hashable, ExpressibleByStringLiteral {
        let text: String

        init(_ text: String) throws(Refusal) {
            let bytes = text.utf8
            guard let first = bytes.first, !first.isDigit, bytes.count <= 255,
                bytes.allSatisfy({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") })
            else { throw Refusal("is no name of an environment variable: letters, digits and _, not a digit first") }
            self.text = text
        }

        /// A name written in the source code, which its tests check.
        init(stringLiteral value: StaticString) {
            text = value.description
        }
    }
}
