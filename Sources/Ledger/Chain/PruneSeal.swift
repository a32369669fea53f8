import BrokerModel

/// What the record of a pruning says: which record is the last that is gone,
/// and a digest over the observations that stay although the record that told
/// of their beginning is gone.
struct PruneSeal: Equatable {
    var last: AuditPlace
    var kept: Digest

    static let action = "prune"
    static let subject = "ledger"

    /// `up to 4711:sha256:… kept sha256:…`.
    var text: String { "up to \(last) kept \(kept)" }

    init(last: AuditPlace, kept: Digest) {
        self.last = last
        self.kept = kept
    }

    /// Nil unless `text` is one.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 5, words[0] == "up", words[1] == "to", let last = AuditPlace(String(words[2])),
            words[3] == "kept", let kept = Digest(String(words[4]))
        else { return nil }
        self.init(last: last, kept: kept)
    }
}
