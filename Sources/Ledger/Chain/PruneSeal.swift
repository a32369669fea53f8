import BrokerModel
import Foundation

/// What the record of a removal of old records says: up to where they went, and what
/// of that time stayed. The chain begins after it, so that nothing else would tell
/// whether what stayed is as it was.
struct PruneSeal: Equatable {
    var last: AuditPlace

    /// Over observations that stayed; where ``stayed`` is not nil, over all that did.
    var kept: Digest

    /// Nil in records of earlier versions, which covered observations alone.
    var stayed: Stayed?

    /// Rows that stayed whatever their age.
    struct Stayed: Codable, Equatable {
        /// The number of the newest row of each table then: later ones have records.
        var newest: [String: Int64] = [:]

        /// Rows that were open then: they may have ended since.
        var open: [String: [Int64]] = [:]
    }

    static let action = "prune"
    static let subject = "ledger"

    /// `up to 4711:sha256:… kept-2 sha256:… {"newest":…,"open":…}`.
    var text: String {
        guard let stayed else { return "up to \(last) kept \(kept)" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let rows = (try? encoder.encode(stayed)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        return "up to \(last) kept-2 \(kept) \(rows)"
    }

    init(last: AuditPlace, kept: Digest, stayed: Stayed? = nil) {
        self.last = last
        self.kept = kept
        self.stayed = stayed
    }

    /// Nil unless `text` is one.
    init?(_ text: String) {
        let words = text.split(separator: " ", maxSplits: 5)
        guard words.count >= 5, words[0] == "up", words[1] == "to", let last = AuditPlace(String(words[2])),
            let kept = Digest(String(words[4]))
        else { return nil }
        switch (words[3], words.count) {
        case ("kept", 5): self.init(last: last, kept: kept)
        case ("kept-2", 6):
            guard let stayed = try? JSONDecoder().decode(Stayed.self, from: Data(words[5].utf8)) else { return nil }
            self.init(last: last, kept: kept, stayed: stayed)
        default: return nil
        }
    }
}
