import BrokerModel

extension Shape where Value == String {
    /// A user name or password: one line of any printable text.
    ///
    /// Messages never quote it: what stands there may be a secret that was
    /// put into the wrong place.
    package static var credential: Shape {
        .text { text throws(Refusal) in
            guard !text.isEmpty else { throw Refusal("is empty") }
            try checkLine(text, maximum: 1024)
            return text
        }
    }

    /// The value of an environment variable: one line of any printable text,
    /// as an env file can hold it.
    package static var environmentValue: Shape {
        .text { text throws(Refusal) in
            try checkLine(text, maximum: 32_768)
            return text
        }
    }

    /// Lines of `user:hash`, as htpasswd writes them; `#` starts a comment.
    package static var passwordLines: Shape {
        .text { text throws(Refusal) in
            let lines = text.split(whereSeparator: \.isNewline).filter { $0.first != "#" }
            guard !lines.isEmpty else { throw Refusal("is empty") }
            for line in lines {
                try checkLine(String(line), maximum: 1024)
                let parts = line.utf8.split(
                    separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, !parts[0].isEmpty, parts[1].count >= 8 else {
                    throw Refusal("expected lines of user:hash", hint: "htpasswd -nB USER prints one")
                }
            }
            return text
        }
    }

    /// PEM with a certificate and its private key.
    package static var certificate: Shape {
        .text { text throws(Refusal) in
            guard text.contains("-----BEGIN CERTIFICATE-----"), text.contains("PRIVATE KEY-----") else {
                throw Refusal("expected PEM with the certificate, its chain and the private key")
            }
            return text
        }
    }

    private static func checkLine(_ text: String, maximum: Int) throws(Refusal) {
        guard text.utf8.count <= maximum else { throw Refusal("is longer than \(maximum) bytes") }
        guard let bad = text.unicodeScalars.first(where: \.isInvisible) else { return }
        let name = bad == "\n" || bad == "\r" ? "a line break" : "an invisible character"
        throw Refusal("holds \(name), which could not be written to a host safely")
    }
}
