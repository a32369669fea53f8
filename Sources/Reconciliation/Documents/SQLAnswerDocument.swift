public import Ledger

/// The answer to a question in SQL, as JSON.
public struct SQLAnswerDocument: Encodable, Sendable {
    /// A value as JSON has it.
    public struct Cell: Encodable, Sendable {
        let value: SQLValue

        public func encode(to encoder: any Encoder) throws {
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

    public let formatVersion = 1
    public let columns: [String]
    public let rows: [[Cell]]

    /// Whether there were more rows than the limit let through.
    public let hasMore: Bool

    public init(_ answer: SQLAnswer) {
        columns = answer.columns
        rows = answer.rows.map { $0.map { Cell(value: $0) } }
        hasMore = answer.hasMore
    }
}
