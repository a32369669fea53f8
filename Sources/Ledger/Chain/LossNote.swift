import GRDB

/// What a record says of records that were published, or known otherwise, and
/// did not come back when a lost ledger was rebuilt, begun anew, or restored
/// from an older copy.
public struct LossNote: Sendable, Equatable {
    /// The last that came back; 0 when none did.
    public var after: Int64

    /// The head that was published last for what is lost.
    public var last: AuditPlace

    /// What somebody said of it; one line.
    public var reason: String

    static let action = "lose"
    static let subject = "ledger"

    public init(after: Int64, last: AuditPlace, reason: String) {
        self.after = after
        self.last = last
        self.reason = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// Nil unless `text` is one.
    init?(_ text: String) {
        let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let words = lines[0].split(separator: " ")
        guard words.count == 4, words[0] == "after", let after = Int64(words[1]), words[2] == "to",
            let last = AuditPlace(String(words[3]))
        else { return nil }
        self.init(after: after, last: last, reason: lines.count > 1 ? String(lines[1]) : "")
    }

    /// `after 4711 to 4890:sha256:…`, and the reason below it.
    var text: String { "after \(after) to \(last)\n\(reason)" }

    /// All that records up to one tell of, in their order.
    static func all(in database: Database, upTo last: Int64 = .max) throws -> [LossNote] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT blob.size AS detail_size, blob.encoding AS detail_encoding, blob.content AS detail_content
                FROM audit JOIN blob ON blob.id = audit.detail
                WHERE audit.action = (SELECT id FROM name WHERE text = ?) AND audit.sequence <= ?
                ORDER BY audit.sequence
                """, arguments: [action, last]
        ).compactMap { try BlobEncoding.text($0, "detail").flatMap { LossNote($0) } }
    }
}
