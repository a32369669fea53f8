public import BrokerModel
import Foundation
import GRDB

/// One run, in a line.
public struct RunSummary: Sendable, Equatable {
    public var id: RunID
    public var startedAt: Timestamp
    public var endedAt: Timestamp?
    public var actor: String
    public var command: String

    /// Hexadecimal digits.
    public var commit: String?
    public var commitSummary: String?
    public var author: String?
    public var planDigest: Digest?

    /// Nil while the run is open.
    public var outcome: String?
    public var stepsSucceeded: Int
    public var stepsFailed: Int
    public var stepsSkipped: Int

    /// Whether its steps and records were removed (`isobar audit prune`): then none is
    /// counted, and only that it was is left.
    public var isPruned: Bool

    static let query = """
        SELECT run.id, run.started_at, run.ended_at, actor.text AS actor, command.text AS command,
            "commit".hash AS commit_hash, "commit".summary AS commit_summary, author.text AS author,
            plan.digest AS plan_digest, outcome.text AS outcome,
            (SELECT count(*) FROM step WHERE step.run_id = run.id
                AND step.outcome = (SELECT id FROM name WHERE text = 'succeeded')) AS succeeded,
            (SELECT count(*) FROM step WHERE step.run_id = run.id
                AND step.outcome IN (SELECT id FROM name WHERE text IN ('failed', 'unknown'))) AS failed,
            (SELECT count(*) FROM step WHERE step.run_id = run.id
                AND step.outcome = (SELECT id FROM name WHERE text = 'skipped')) AS skipped,
            EXISTS (SELECT 1 FROM segment WHERE pruned_at IS NOT NULL)
                AND NOT EXISTS (SELECT 1 FROM audit WHERE audit.run_id = run.id) AS pruned
        FROM run
        JOIN name actor ON actor.id = run.actor
        JOIN name command ON command.id = run.command
        JOIN plan ON plan.id = run.plan_id
        LEFT JOIN "commit" ON "commit".id = run.commit_id
        LEFT JOIN name author ON author.id = "commit".author
        LEFT JOIN name outcome ON outcome.id = run.outcome
        """

    init(_ row: Row) {
        id = RunID(row["id"])
        startedAt = Timestamp(microseconds: row["started_at"])
        endedAt = (row["ended_at"] as Int64?).map { Timestamp(microseconds: $0) }
        actor = row["actor"]
        command = row["command"]
        commit = (row["commit_hash"] as Data?).map { Hexadecimal.text($0) }
        commitSummary = row["commit_summary"]
        author = row["author"]
        planDigest = (row["plan_digest"] as Data?).flatMap { Digest(bytes: Array($0)) }
        outcome = row["outcome"]
        stepsSucceeded = row["succeeded"]
        stepsFailed = row["failed"]
        stepsSkipped = row["skipped"]
        isPruned = row["pruned"]
    }
}
