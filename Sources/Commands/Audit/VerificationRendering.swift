import BrokerModel
import Ledger

/// What was proven of a ledger.
struct VerificationRendering {
    let found: AuditVerification

    /// Heads that were found in the repository; nil when it was not asked.
    let published: Int?

    /// Whether heads from elsewhere were given.
    let isHeldAgainstOthers: Bool

    private struct Document: Encodable {
        struct Loss: Encodable {
            let after: Int64
            let last: String
            let reason: String
        }

        let formatVersion = 1
        let records: Int64
        let head: String
        let start: String
        let runs: Int64
        let steps: Int64
        let looks: Int64
        let unsealedLooks: Int64
        let observations: Int64
        let texts: Int64
        let publishedHeads: Int?
        let prunedHeads: Int
        let lostHeads: Int
        let losses: [Loss]
    }

    func render(_ format: OutputFormat) -> String {
        switch format {
        case .text: text
        case .json:
            JSONText.text(
                Document(
                    records: found.records, head: found.head.hash.description, start: found.start.description,
                    runs: found.runs, steps: found.steps, looks: found.looks, unsealedLooks: found.unsealedLooks,
                    observations: found.observations, texts: found.texts, publishedHeads: published,
                    prunedHeads: found.prunedHeads, lostHeads: found.lostHeads,
                    losses: found.losses.map {
                        Document.Loss(after: $0.after, last: $0.last.description, reason: $0.reason)
                    }))
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
