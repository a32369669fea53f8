import BrokerModel
import Ledger
import Reconciliation
import Reports

/// Records of the audit chain, a line each and below it what they say of why.
struct AuditLogRendering {
    private let entries: [AuditEntry]

    /// The cursor of the next page.
    private let next: Int64?

    private struct Document: Encodable {
        let formatVersion = 1
        let records: [AuditDocument]
        let hasMore: Bool
        let next: Int64?
    }

    /// - Parameters:
    ///   - found: one more than the page has, where there is another.
    ///   - limit: how many the page has.
    init(_ found: [AuditEntry], limit: Int) {
        entries = Array(found.prefix(limit))
        next = found.count > limit ? entries.last?.sequence : nil
    }

    func render(_ format: QueryFormat, _ terminal: Terminal) -> String {
        switch format {
        case .text: text(terminal)
        case .json:
            JSONText.text(Document(records: entries.map { AuditDocument($0) }, hasMore: next != nil, next: next))
        case .csv: csv
        }
    }

    private func text(_ terminal: Terminal) -> String {
        guard !entries.isEmpty else { return terminal.styled("No record matches.", .dim) + "\n" }
        var table = Table(header: ["RECORD", "WHEN (UTC)", "BY", "ACTION", "OUTCOME", "OF"])
        for entry in entries {
            let cells = [entry.actor, entry.action, entry.outcome, entry.subject].map { Self.printable($0[...]) }
            table.add([String(entry.sequence), HistoryText.time(entry.at)] + cells)
        }
        let rows = table.lines(width: terminal.lineWidth)
        var lines = [terminal.styled(rows[0], .dim)]
        for (row, entry) in zip(rows.dropFirst(), entries) {
            lines.append(row)
            lines += Self.detail(entry).map { terminal.styled("      \(cut($0, terminal))", .dim) }
        }
        if let next {
            let shown = CountText.text(entries.count, "record")
            lines.append(terminal.styled("\(shown); the next: --cursor \(next)", .dim))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The beginning of what the record says, where people wrote it or read it: a
    /// digest says nothing to them.
    private static func detail(_ entry: AuditEntry) -> [String] {
        let lines = (entry.explanation ?? "").split(whereSeparator: \.isNewline).map(printable)
        guard lines.count > limit else { return lines }
        return lines.prefix(limit) + ["… \(lines.count - limit) more lines: --format json"]
    }

    private static let limit = 3

    private static func printable(_ text: Substring) -> String {
        let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
        return String(String.UnicodeScalarView(scalars))
    }

    private func cut(_ text: String, _ terminal: Terminal) -> String {
        let room = max(20, terminal.lineWidth - 6)
        return text.count > room ? text.prefix(room - 1) + "…" : text
    }

    private var csv: String {
        CSVText.text(
            header: ["record", "at", "actor", "action", "subject", "outcome", "run", "commit", "detail", "hash"],
            rows: entries.map { entry in
                [
                    String(entry.sequence), entry.at.description, entry.actor, entry.action, entry.subject,
                    entry.outcome,
                    entry.run.map { "\($0.number)" } ?? "", entry.commit ?? "", entry.detail ?? "",
                    entry.hash.description,
                ]
            })
    }
}
