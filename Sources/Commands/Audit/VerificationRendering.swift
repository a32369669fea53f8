import BrokerModel
import Ledger
import Reconciliation
import Reports

/// What was proven of a ledger.
struct VerificationRendering {
    let found: AuditVerification

    /// Heads that were found in the repository; nil when it was not asked.
    let published: Int?

    /// Whether heads from elsewhere were given.
    let isHeldAgainstOthers: Bool

    func render(_ format: OutputFormat) -> String {
        switch format {
        case .text: text
        case .json: JSONText.text(VerificationDocument(found, published: published))
        }
    }

    private var text: String {
        var lines = [
            CountText.text(found.records, "record") + (found.records == 1 ? " holds. " : " hold. ") + agreeing
        ]
        if found.unsealedLooks > 0 {
            lines.append(
                found.unsealedLooks == 1
                    ? "The newest look showed nothing new; the next record covers it."
                    : "The newest \(found.unsealedLooks) looks showed nothing new; the next record covers them.")
        }
        if found.start.sequence > 0 { lines.append("The chain begins after record \(found.start), which was pruned.") }
        for loss in found.losses {
            let (first, last) = (loss.after + 1, loss.last.sequence)
            lines.append(
                (first == last ? "Record \(last) was" : "Records \(first) to \(last) were")
                    + " lost with an earlier ledger, a record says: " + loss.reason)
        }
        if let held = published.map({ $0 - found.lostHeads }) {
            if held > 0 {
                let are = held == 1 ? "is" : "are"
                lines.append("\(CountText.text(held, "head")) published in the repository \(are) in it.")
            } else if !isHeldAgainstOthers {
                lines.append("No head of it was published: that it was not made anew as a whole is not proven.")
            }
        }
        if found.lostHeads > 0 {
            let are = found.lostHeads == 1 ? "is" : "are"
            lines.append("\(CountText.text(found.lostHeads, "head")) \(are) of the records that were lost.")
        }
        if found.prunedHeads > 0 {
            lines.append(
                found.prunedHeads == 1
                    ? "1 head lies before its beginning: the export has it."
                    : "\(found.prunedHeads) heads lie before its beginning: the export has them.")
        }
        lines.append("head  \(found.head)")
        return lines.joined(separator: "\n") + "\n"
    }

    private var agreeing: String {
        "\(CountText.text(found.runs, "run")) with \(CountText.text(found.steps, "step")), "
            + "\(CountText.text(found.looks, "look")), \(CountText.text(found.observations, "observation")) and "
            + "\(CountText.text(found.texts, "text")) agree with "
            + (found.records == 1 ? "it." : "them.")
    }
}
