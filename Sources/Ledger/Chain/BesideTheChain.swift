import BrokerModel
import Foundation
import GRDB

/// Holds runs and their steps against what the records say of them.
struct BesideTheChain {
    let database: Database
    let path: String

    struct Counts: Sendable {
        var runs: Int64
        var steps: Int64
    }

    func verify() throws -> Counts {
        let pruned = try prunedRuns()
        try runs(after: pruned)
        try ends(after: pruned)
        try kinds(after: pruned)
        try applied()
        try DecisionProof(database: database, path: path).verify()
        return Counts(
            runs: try count("SELECT count(*) FROM run WHERE id > \(pruned)"),
            steps: try count("SELECT count(*) FROM step WHERE run_id > \(pruned)"))
    }

    private func count(_ sql: String) throws -> Int64 { try Int64.fetchOne(database, sql: sql) ?? 0 }

    /// The last run whose records are not here any more.
    private func prunedRuns() throws -> Int64 {
        guard let segment = try PrunedSegment.last(in: database) else { return 0 }
        let untrue = """
            SELECT EXISTS (SELECT 1 FROM segment WHERE pruned_at IS NULL OR last <= 0 OR last_run > ?)
                OR EXISTS (SELECT 1 FROM audit WHERE run_id <= ?) OR EXISTS (SELECT 1 FROM step WHERE run_id <= ?)
            """
        let run = segment.lastRun
        guard try Bool.fetchOne(database, sql: untrue, arguments: [run, run, run]) == false else {
            throw Failure.tampered(path, "it says that runs up to \(run) were pruned, and records or steps of them are here")
        }
        return run
    }

    /// What counts as applied was applied by a run.
    private func applied() throws {
        let orphan = "SELECT run_id FROM applied WHERE run_id NOT IN (SELECT id FROM run) LIMIT 1"
        guard let run = try Int64.fetchOne(database, sql: orphan) else { return }
        throw Failure.tampered(path, "something counts as applied by run \(run), and there is no such run")
    }

    /// Every run has a record of its beginning, by the same actor at the same
    /// time, and, when it has ended, one of its end.
    private func runs(after pruned: Int64) throws {
        let wrong = try Row.fetchOne(
            database,
            sql: """
                SELECT run.id FROM run
                LEFT JOIN audit begun ON begun.run_id = run.id AND begun.at = run.started_at AND begun.actor = run.actor
                    AND begun.action = run.command AND begun.commit_id IS run.commit_id
                    AND begun.subject = (SELECT id FROM name WHERE text = 'run/' || run.id)
                LEFT JOIN audit ended ON ended.run_id = run.id AND ended.sequence > begun.sequence
                    AND ended.at = run.ended_at AND ended.outcome = run.outcome AND ended.subject = begun.subject
                WHERE run.id > ?
                    AND (begun.sequence IS NULL OR (run.ended_at IS NOT NULL AND ended.sequence IS NULL))
                ORDER BY run.id LIMIT 1
                """, arguments: [pruned])
        if let wrong { throw Failure.tampered(path, "run \(wrong[0] as Int64) is not as the records tell it") }
    }

    /// The record of a run's end covers its rows. Of a run that has not ended,
    /// or that an earlier version ended, each step has a record.
    private func ends(after pruned: Int64) throws {
        let rows = SealedRows(database, NameTable(database))
        let runs = try Row.fetchCursor(
            database,
            sql: """
                SELECT run.id, blob.size AS detail_size, blob.encoding AS detail_encoding,
                    blob.content AS detail_content
                FROM run
                LEFT JOIN audit ended ON ended.run_id = run.id AND ended.at = run.ended_at
                    AND ended.outcome = run.outcome
                    AND ended.subject = (SELECT id FROM name WHERE text = 'run/' || run.id)
                LEFT JOIN blob ON blob.id = ended.detail
                WHERE run.id > ? ORDER BY run.id
                """, arguments: [pruned])
        while let row = try runs.next() {
            let run: Int64 = row["id"]
            guard let sealed = try BlobEncoding.text(row, "detail").flatMap(RunSeal.init(endOf:)) else {
                try steps(of: run)
                continue
            }
            guard try rows.digest(ofRun: run, sealed.form) != sealed.digest else { continue }
            try steps(of: run)
            throw Failure.tampered(path, "run \(run), its plan or its steps are not as the record of its end tells")
        }
    }

    /// Every step that ended by itself has its record; those that were at hand
    /// when a program was killed are told of by the record that closed the run.
    private func steps(of run: Int64) throws {
        let wrong = try String.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT resource.text FROM step JOIN name resource ON resource.id = step.resource
                    WHERE step.run_id = ? AND step.ended_at IS NOT NULL
                        AND step.outcome IS NOT (SELECT id FROM name WHERE text = 'unknown')
                        AND NOT EXISTS (
                            SELECT 1 FROM audit WHERE audit.run_id = step.run_id AND audit.subject = step.resource
                                AND audit.action = step.action AND audit.outcome = step.outcome
                                AND audit.at = step.ended_at AND audit.detail IS step.detail)
                    ORDER BY step.id LIMIT 1
                    """), arguments: [run])
        if let wrong {
            throw Failure.tampered(path, "the step on \(wrong) in run \(run) is not as the records tell it")
        }
    }

    /// What a step did tells which kind it is.
    private func kinds(after pruned: Int64) throws {
        let names = NameTable(database)
        let texts = StoredTexts(database)
        try database.scan(
            "SELECT DISTINCT kind, action, changes FROM step WHERE kind IS NOT NULL AND run_id > ?", [pruned]
        ) { row in
            let changes = try row.integer(optional: 2).flatMap { try texts[$0] }
            guard let action = try names[row.integer(1)],
                let kind = try? StepKind.text(action, stored: changes), try names[row.integer(0)] == kind
            else { throw Failure.tampered(path, "what kind a step is does not fit what it changed") }
        }
    }
}
