import BrokerModel
import Ledger

/// That an earlier run was killed, and what it was doing.
enum AbandonedText {
    private static let stepsNamed = 8

    static func render(_ run: AbandonedRun) -> String {
        var text = "Run \(run.id) by \(run.actor), begun \(run.startedAt), was killed before it ended"
        if run.inFlight.isEmpty {
            text += "; no step was at hand.\n"
        } else {
            let named = run.inFlight.prefix(stepsNamed).map { "\($0.action) \($0.resource)" }.joined(separator: ", ")
            let rest = run.inFlight.count - stepsNamed
            text += " while it did: \(named)" + (rest > 0 ? " and \(rest) more" : "")
            text += ".\nWhether that took effect is not known; each run looks at the hosts first and goes on from there.\n"
        }
        return text + "See: isobar show \(run.id)\n"
    }
}
