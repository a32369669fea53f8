import BrokerModel
import Reconciliation

/// From when the observations are that a plan without a look goes by.
enum RememberedText {
    /// `As seen 3 min ago; waloop03 2 h ago. No host was touched.`
    static func line(_ remembered: [PlanDocument.RememberedEntry], now: Timestamp) -> String {
        var byAge: [String: [String]] = [:]
        for entry in remembered { byAge[AgoText.text(entry.observedAt, now: now), default: []].append(entry.host) }
        let groups = byAge.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        guard let first = groups.first else { return "Nothing is remembered of these hosts. No host was touched." }
        var text = "As seen \(first.key)"
        for group in groups.dropFirst() { text += "; \(PlanText.list(group.value.sorted(), limit: 3)) \(group.key)" }
        return text + ". No host was touched."
    }
}
