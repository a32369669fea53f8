import BrokerModel
import Execution
import Ledger

/// Writes what the executor does to the ledger.
struct LedgerJournal: Journal {
    let journal: RunJournal

    func willPerform(_ step: Step) async throws {
        try await journal.recordIntent(step)
    }

    func didEnd(_ step: Step, _ outcome: StepOutcome) async throws {
        switch outcome {
        case .succeeded(let output):
            try await journal.recordEnd(
                step, outcome: "succeeded", code: nil, detail: output.tail.isEmpty ? nil : output.tail,
                away: output.away)
        case .failed(let failure):
            try await journal.recordEnd(step, outcome: "failed", code: failure.code.name, detail: failure.description)
        case .skipped(let reason):
            try await journal.recordEnd(step, outcome: "skipped", code: nil, detail: reason)
        }
    }
}
