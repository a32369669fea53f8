import BrokerModel
import Ledger

/// The answer to a question in SQL.
struct SQLAnswerRendering {
    let answer: SQLAnswer

    private struct Document: Encodable {
        let formatVersion = 1
        let columns: [String]
        let rows: [[Cell]]
        let hasMore: Bool
    }

    /// A value as JSON has it.
    private struct Cell: Encodable {
        let value: SQLValue

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch value {
            case .null: try container.encodeNil()
            case .integer(let number): try container.encode(number)
            // JSON knows no infinity.
            case .real(let number) where number.isFinite: try container.encode(number)
            case .real(let number): try container.encode("\(number)")
            case .text(let text), .blob(let text): try container.encode(text)
            }
        }
    }

    func render(_ format: QueryFormat, _ terminal: Terminal) -> String {
        switch format {
        case .text: text(terminal)
        case .json:
            JSONText.text(
                Document(
                    columns: answer.columns, rows: answer.rows.map { $0.map { Cell(value: $0) } },
                    hasMore: answer.hasMore))
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
