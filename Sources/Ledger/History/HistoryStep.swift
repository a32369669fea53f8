import Foundation
import GRDB

/// A step and the run it belongs to.
public struct HistoryStep: Sendable, Equatable {
    /// Its place among all steps.
    public var number: Int64
    public var run: RunID
    public var actor: String

    /// Hexadecimal digits.
    public var commit: String?
    public var step: StepRecord

    static let query = """
        SELECT step.id AS number, step.run_id, actor.text AS actor, "commit".hash AS commit_hash, \(StepRecord.columns)
        FROM step JOIN run ON run.id = step.run_id
        JOIN name actor ON actor.id = run.actor
        LEFT JOIN "commit" ON "commit".id = run.commit_id
        \(StepRecord.joins)
        """

    init(_ row: Row) throws {
        number = row["number"]
        run = RunID(row["run_id"])
        actor = row["actor"]
        commit = (row["commit_hash"] as Data?).map { Hexadecimal.text($0) }
        step = try StepRecord(row)
    }
}
