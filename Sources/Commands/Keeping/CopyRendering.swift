import Ledger
import Reports

/// What a copy of the ledger holds.
struct CopyRendering {
    let file: String
    let copy: LedgerCopy

    /// Of a restored one: where the former is.
    var former: String?

    private struct Document: Encodable {
        let formatVersion = 1
        let file: String
        let size: Int
        let records: Int64
        let head: String
        let runs: Int64
        let former: String?
    }

    func render(_ format: OutputFormat) -> String {
        switch format {
        case .text:
            """
            \(file): \(CountText.text(copy.head.sequence, "record")), \(CountText.text(copy.runs, "run")), \
            \(copy.size) bytes; all of it holds.
            head  \(copy.head)

            """ + (former.map { "The former ledger is \($0).\n" } ?? "")
        case .json:
            JSONText.text(
                Document(
                    file: file, size: copy.size, records: copy.head.sequence, head: copy.head.description,
                    runs: copy.runs,
                    former: former))
        }
    }
}
