public import BrokerModel
import GRDB

/// One step of a run, as it was carried out.
public struct StepRecord: Sendable, Equatable {
    public var step: String
    public var resource: String
    public var action: String
    public var cause: String

    /// Nil when the step was never begun.
    public var intendedAt: Timestamp?
    public var endedAt: Timestamp?

    /// `succeeded`, `failed`, `skipped`, `unknown` (the program was killed);
    /// nil while it is at hand.
    public var outcome: String?
    public var code: String?
    public var detail: String?
    public var changes: [FieldChange]

    /// Whose redundancy it reduced.
    public var reduces: Redundancy?

    /// For how long, until the member was seen to be well again; nil where that
    /// was not seen.
    public var away: Duration?

    /// The columns ``init(_:)`` reads, and where they come from.
    static let columns = """
        step_name.text AS step, resource.text AS resource, action.text AS action, cause.text AS cause,
        step.intended_at, step.ended_at, outcome.text AS outcome, code.text AS code,
        detail.size AS detail_size, detail.encoding AS detail_encoding, detail.content AS detail_content,
        reduces.text AS reduces, step.away_us,
        changes.size AS changes_size, changes.encoding AS changes_encoding, changes.content AS changes_content
        """
    static let joins = """
        JOIN name step_name ON step_name.id = step.step
        JOIN name resource ON resource.id = step.resource
        JOIN name action ON action.id = step.action
        JOIN name cause ON cause.id = step.cause
        LEFT JOIN name outcome ON outcome.id = step.outcome
        LEFT JOIN name code ON code.id = step.code
        LEFT JOIN name reduces ON reduces.id = step.reduces
        LEFT JOIN blob detail ON detail.id = step.detail
        LEFT JOIN blob changes ON changes.id = step.changes
        """

    static let query = "SELECT \(columns) FROM step \(joins) WHERE step.run_id = ? ORDER BY step.id"

    init(_ row: Row) throws {
        step = row["step"]
        resource = row["resource"]
        action = row["action"]
        cause = row["cause"]
        intendedAt = (row["intended_at"] as Int64?).map { Timestamp(microseconds: $0) }
        endedAt = (row["ended_at"] as Int64?).map { Timestamp(microseconds: $0) }
        outcome = row["outcome"]
        code = row["code"]
        detail = try BlobEncoding.text(row, "detail")
        changes = try BlobEncoding.text(row, "changes").map(StepKind.decode) ?? []
        reduces = (row["reduces"] as String?).flatMap { Redundancy($0) }
        away = (row["away_us"] as Int64?).map { .microseconds($0) }
    }
}
