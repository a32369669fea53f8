import Execution

extension StepOutcome {
    /// As the record and the metrics call it.
    var word: String {
        switch self {
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .skipped: "skipped"
        }
    }
}
