import Ledger
import Reports

/// What came back from exports, and what is known to be missing.
struct ImportReport {
    /// The last record that came back.
    private(set) var last: AuditPlace?

    /// What is known to have been in the ledger that was lost.
    var missing: LossNote?

    /// Why the repository could not be asked what is missing.
    var unasked: String?
    private var files: [Document.File] = []

    private struct Document: Encodable {
        struct File: Encodable {
            let file: String
            let records: Int64
            let runs: Int64
            let steps: Int64
            let looks: Int64
            let observations: Int64
        }

        struct Missing: Encodable {
            let first: Int64
            let last: Int64
        }

        let formatVersion = 1
        let files: [File]
        let last: String?
        let missing: Missing?
        let unasked: String?
    }

    mutating func add(_ result: ImportResult, from path: String) {
        last = result.last ?? last
        files.append(
            Document.File(
                file: path, records: result.records, runs: result.runs, steps: result.steps, looks: result.looks,
                observations: result.observations))
    }

    static func text(_ result: ImportResult, from path: String) -> String {
        "\(path): \(CountText.text(result.records, "record")), \(CountText.text(result.runs, "run")), "
            + "\(CountText.text(result.steps, "step")), \(CountText.text(result.looks, "look")), "
            + "\(CountText.text(result.observations, "observation")).\n"
    }

    /// What stands below the files.
    var ending: String {
        let told =
            if let unasked {
                "Missing: what was done after record \(last?.sequence ?? 0); the repository cannot be asked how much: "
                    + "\(unasked)\n  hint: when it can be: isobar audit lost\n"
            } else {
                missing.map(PublishedLoss.text)
                    ?? "Missing: nothing that is known of. What happened after the last run would not be.\n"
            }
        return told + "Open decisions and pauses are to be given again. 'isobar plan' looks at the hosts.\n"
    }

    var json: String {
        JSONText.text(
            Document(
                files: files, last: last?.description,
                missing: missing.map { Document.Missing(first: $0.after + 1, last: $0.last.sequence) },
                unasked: unasked))
    }
}
