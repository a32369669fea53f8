import BrokerModel
import Ledger

/// That nobody holds the run lock, and the runs that were closed.
struct UnlockRendering {
    let closed: [AbandonedRun]

    private struct Document: Encodable {
        let formatVersion = 1
        let closed: [Run]

        struct Run: Encodable {
            let run: Int64
            let actor: String
            let startedAt: String
            let atHand: [String]
        }
    }

    func render(_ format: OutputFormat) -> String {
        switch format {
        case .text:
            closed.map(AbandonedText.render).joined() + "Nobody holds the run lock"
                + (closed.isEmpty ? ", and no run was left open.\n" : ".\n")
        case .json:
            JSONText.text(
                Document(
                    closed: closed.map {
                        Document.Run(
                            run: $0.id.number, actor: $0.actor, startedAt: $0.startedAt.description,
                            atHand: $0.inFlight.map { "\($0.action) \($0.resource)" })
                    }))
        }
    }
}
