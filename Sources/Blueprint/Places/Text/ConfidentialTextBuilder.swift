import BrokerModel

/// Puts a text together piece by piece; plain pieces are joined before they
/// enter the ``ConfidentialText``, which keeps long files cheap.
struct ConfidentialTextBuilder {
    private var finished = ConfidentialText("")
    private var plain = ""

    init() { plain.reserveCapacity(Self.usualLength) }

    /// Of a node's files, in bytes: so long a text grows in one piece.
    private static let usualLength = 512

    mutating func append(_ text: String) {
        plain += text
    }

    mutating func append(_ text: ConfidentialText) {
        guard text.isConfidential else {
            text.withRevealed { plain += $0 }
            return
        }
        flush()
        finished += text
    }

    /// The text so far.
    var text: ConfidentialText {
        var copy = self
        copy.flush()
        return copy.finished
    }

    private mutating func flush() {
        guard !plain.isEmpty else { return }
        finished += ConfidentialText(plain)
        plain = ""
    }
}
