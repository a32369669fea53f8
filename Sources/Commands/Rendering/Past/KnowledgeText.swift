import BrokerModel
import History

/// What is known of a host at a moment, in a sentence.
enum KnowledgeText {
    /// - Parameter hasPruned: whether looks were removed from the ledger.
    static func text(_ knowledge: HostKnowledge, hasPruned: Bool = false) -> String {
        switch knowledge {
        case .seen(let moment):
            "seen \(HistoryText.time(moment))"
        case .between(let before, let after):
            "not looked at; seen \(HistoryText.time(before)) and again \(HistoryText.time(after))"
        case .unreached(let code, let moment, let lastSeen):
            "not known: could not be reached \(HistoryText.time(moment)) (\(code)); \(seenLast(lastSeen))"
        case .notLooked(let lastSeen):
            "not known: not looked at since; \(seenLast(lastSeen))"
        case .neverLooked:
            hasPruned
                ? "not known: nobody had looked yet, or it was removed from the ledger and is in the export"
                : "not known: nobody had looked yet"
        }
    }

    private static func seenLast(_ moment: Timestamp?) -> String {
        moment.map { "seen last \(HistoryText.time($0))" } ?? "never seen before"
    }

    static func isKnown(_ knowledge: HostKnowledge) -> Bool {
        switch knowledge {
        case .seen, .between: true
        case .unreached, .notLooked, .neverLooked: false
        }
    }
}
