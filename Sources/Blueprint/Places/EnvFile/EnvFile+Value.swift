import BrokerModel

extension EnvFile {
    /// The value of an environment variable: one line without control
    /// characters, which both the engine's API and a Compose file can hold.
    struct Value: Hashable {
        /// What the process gets.
        let text: ConfidentialText

        /// What stands in the file: Compose reads it as ``text``.
        let quoted: ConfidentialText

        init(_ text: String) throws(Refusal) {
            try text.checkIsOneLine(in: "an environment file")
            self.text = ConfidentialText(text)
            quoted = ConfidentialText(Self.quote(text))
        }

        init(_ secret: Secret) throws(Refusal) {
            try secret.withRevealed { (text) throws(Refusal) in try text.checkIsOneLine(in: "an environment file") }
            text = ConfidentialText(secret)
            quoted = ConfidentialText(secret.withRevealed { Secret(Self.quote($0)) })
        }

        private init(unchecked text: String) {
            self.text = ConfidentialText(text)
            quoted = ConfidentialText(Self.quote(text))
        }

        /// The empty value.
        static let empty = Value(unchecked: "")

        /// A value written in the source code, which its tests check.
        static func word(_ text: StaticString) -> Value {
            Value(unchecked: text.description)
        }

        init(_ number: Int) {
            self.init(unchecked: String(number))
        }

        init(_ flag: Bool) {
            self.init(unchecked: flag ? "true" : "false")
        }

        init(_ centre: CentreID) {
            self.init(unchecked: centre.text)
        }

        init(_ host: HostName) {
            self.init(unchecked: host.text)
        }

        init(_ action: MessageChecks.Action) {
            self.init(unchecked: action.rawValue)
        }

        /// The rules of Compose ("Syntax for environment files"): a bare value
        /// is taken up to a comment and has `$` interpolated; between single
        /// quotes only `\'` means something; between double quotes `\`, `"` and
        /// `$` are escaped with `\`.
        private static func quote(_ text: String) -> String {
            if text.utf8.allSatisfy(isBare) { return text }
            let bytes = text.utf8
            if !bytes.contains(UInt8(ascii: "'")), bytes.last != UInt8(ascii: "\\") { return "'" + text + "'" }
            var quoted = "\""
            for scalar in text.unicodeScalars {
                if scalar == "\\" || scalar == "\"" || scalar == "$" { quoted += "\\" }
                quoted.unicodeScalars.append(scalar)
            }
            return quoted + "\""
        }

        private static func isBare(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"),
                UInt8(ascii: ","), UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: "="):
                true
            default: byte.isLetter || byte.isDigit
            }
        }
    }
}
