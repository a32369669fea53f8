import TestSupport

/// Texts that mean something to one of the languages values end up in.
enum HostileTexts {
    static let all = [
        // Quotation marks and backslashes.
        "", " ", "'", "\"", "`", "\\", "\\\\", "'\\", "it's", "a'b\\", "\\'", "x\\\"y'",
        // Marks with an accent on them: one character to Swift.
        "'\u{301}", "\"\u{301}", "$\u{301}", "\\\u{301}", "`\u{301}", "{\u{301}{", "'\u{301}; id; '\u{301}",
        // Interpolation and commands.
        "$", "$$", "${HOME}", "$HOME", "\\$HOME", "'$HOME'", "\"$(id)\"", "{{ env `HOME` }}", "{{.}}", "}}",
        // YAML, JSON, environment files.
        "#", " # comment", "a #b", "a#b", "{", "[", "- a", "a: b", ": ", "!!python/object:x", "&a", "*a", "%TAG", "yes",
        "null", "~", "0755", "1e3", "[{\"host\":\"x\"}]", "=", "==", "a=b", "export A=1", "a b", "a,b",
        // Beyond ASCII.
        "é", "日本語", "a\u{301}", "🌦", "\u{2028}x", "\u{85}", "\u{FEFF}x",
        // Lines and control characters.
        "\nEVIL=1", "a\nEVIL=1\n", "\r\nEVIL=1", "\u{0}", "a\u{0}b", "\u{1B}[2J", "\u{7F}", "\t", "x\u{B}y",
        // Traefik, HAProxy, paths.
        "`) || PathPrefix(`/", "a`b", "Host(`x`)", "192.168.0.0/16`) || ClientIP(`0.0.0.0/0",
        "example.org\n    server evil 10.0.0.1:1", "example.org ssl crt /etc/passwd", "../../etc/passwd", "/../x",
    ]

    /// Short texts over the signs that matter, from a seed.
    static func random(_ count: Int, seed: UInt64) -> [String] {
        var generator = SplitMix64(seed: seed)
        let signs: [Unicode.Scalar] = [
            "a", "Z", "0", " ", "'", "\"", "\\", "$", "{", "}", "#", "`", "=", ":", "-", "%", "\n", "\r", "\t", "\u{0}",
            "\u{85}", "\u{A0}", "\u{2028}", "\u{FEFF}", "é", "\u{301}", "🌦",
        ]
        return (0..<count).map { _ in
            var text = ""
            for _ in 0..<Int.random(in: 0...8, using: &generator) {
                text.unicodeScalars.append(signs.randomElement(using: &generator) ?? "a")
            }
            return text
        }
    }

    /// All of these and many random ones, without those that start with a byte
    /// order mark: Foundation, and Yams with it, drops one when it makes a
    /// string of bytes.
    static func readableByFoundation(seed: UInt64) -> [String] {
        (all + random(2000, seed: seed)).filter { $0.unicodeScalars.first != "\u{FEFF}" }
    }
}
