internal import BrokerModel

/// Text of the engine, or of a container, made fit to be shown: one line,
/// without control characters, cut to a length.
///
/// What comes back from a host is data. Escape sequences would reach the
/// operator's terminal, and line breaks could imitate a log line.
struct PlainText: Sendable, Equatable {
    /// In characters; longer than any message of the engine seen.
    static let limit = 500

    let text: String

    init(_ bytes: some Collection<UInt8>, limit: Int = Self.limit) {
        // A few bytes more than can be shown at most (4 per scalar).
        self.init(String(decoding: bytes.prefix(limit * 4 + 4), as: UTF8.self), limit: limit)
    }

    init(_ text: String, limit: Int = Self.limit) {
        var plain = ""
        var count = 0
        var pendingBlank = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                pendingBlank = !plain.isEmpty
                continue
            }
            guard count < limit else {
                plain += "…"
                break
            }
            if pendingBlank {
                plain += " "
                count += 1
                pendingBlank = false
            }
            plain.unicodeScalars.append(Self.isHarmless(scalar) ? scalar : "\u{FFFD}")
            count += 1
        }
        self.text = plain
    }

    /// Control and format characters change what is around them: escape
    /// sequences, text direction, invisible characters.
    private static func isHarmless(_ scalar: UnicodeScalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
