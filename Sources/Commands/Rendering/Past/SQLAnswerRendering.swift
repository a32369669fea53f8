import BrokerModel
import Ledger
import Reconciliation
import Reports

/// The answer to a question in SQL.
struct SQLAnswerRendering {
    let answer: SQLAnswer

    func render(_ format: QueryFormat, _ terminal: Terminal) -> String {
        switch format {
        case .text: text(terminal)
        case .json: JSONText.text(SQLAnswerDocument(answer))
        case .csv: CSVText.text(header: answer.columns, rows: answer.rows.map { $0.map(Self.cell) })
        }
    }

    private func text(_ terminal: Terminal) -> String {
        var table = Table(header: answer.columns)
        for row in answer.rows { table.add(row.map { Self.cell($0).printable }) }
        var lines = table.lines(width: terminal.lineWidth)
        lines[0] = terminal.styled(lines[0], .dim)
        if answer.rows.isEmpty { lines.append(terminal.styled("No rows.", .dim)) }
        if answer.hasMore {
            let shown = CountText.text(answer.rows.count, "row")
            lines.append(terminal.styled("The first \(shown); there are more: --limit", .dim))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func cell(_ value: SQLValue) -> String {
        switch value {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text), .blob(let text): text
        }
    }
}

extension String {
    /// On one line, and without what a terminal would take for a command.
    fileprivate var printable: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
