import BrokerModel
import Foundation
import GRDB

/// Reads what an export writes, line by line.
struct ExportReader {
    let database: Database

    /// For messages.
    let path: String

    /// The hash at a place of the chain; the one before its first record has
    /// one, too.
    static func hash(of sequence: Int64, in database: Database) throws -> Digest? {
        let start = try AuditPlace.start(in: database)
        if sequence == start.sequence { return start.hash }
        return try Data.fetchOne(
            database, sql: "SELECT hash FROM audit WHERE sequence = ?", arguments: [sequence]
        ).map(Data32.digest)
    }

    /// - Parameters:
    ///   - after: the record before the first that is written.
    ///   - filter: nil writes all, and what belongs to it.
    ///   - limit: ends after so many records were looked at; nil goes to the end.
    ///   - write: takes each line.
    /// - Returns: how many records were written, and the last of them.
    func export(
        after: Int64, matching filter: HistoryFilter?, limit: Int? = nil, _ write: (ExportLine) throws -> Void
    ) throws -> (records: Int64, last: Int64) {
        var count: Int64 = 0
        var last = after
        let excerpt = try filter.map { try ExportFilter($0, in: database) }
        let rows = try Row.fetchCursor(database, sql: Self.records, arguments: [after, limit ?? -1])
        while let row = try rows.next() {
            let record = try record(row)
            // One whose names are gone is not among the rows.
            guard record.sequence == last + 1 else {
                throw Failure.tampered(path, "record \(last + 1) cannot be read, or is gone")
            }
            last = record.sequence
            if let excerpt {
                guard excerpt.matches(record) else { continue }
            } else if let run = record.run, record.subject == "run/\(run)" {
                if record.outcome == "begun" {
                    try write(ExportLine(run: try self.run(run)))
                } else if let ended = try ended(run) {
                    try write(ExportLine(ended: ended))
                }
            } else if let seal = record.detail.flatMap({ LookSeal($0) }), record.subject == LookSeal.subject {
                try write(ExportLine(looks: try ObservationExport(database: database).looks(seal)))
            }
            try write(ExportLine(record: record))
            count += 1
        }
        guard try last - after == Int64(limit ?? -1) || last == AuditPlace.head(in: database).sequence else {
            throw Failure.tampered(path, "record \(last + 1) cannot be read, or is gone")
        }
        return (count, last)
    }

    private static let records = """
        SELECT audit.sequence, audit.at, actor.text AS actor, action.text AS action, subject.text AS subject,
            audit.run_id, audit.commit_id, outcome.text AS outcome, audit.encoding, audit.hash,
            blob.size AS detail_size, blob.encoding AS detail_encoding, blob.content AS detail_content
        FROM audit
        JOIN name actor ON actor.id = audit.actor
        JOIN name action ON action.id = audit.action
        JOIN name subject ON subject.id = audit.subject
        JOIN name outcome ON outcome.id = audit.outcome
        LEFT JOIN blob ON blob.id = audit.detail
        WHERE audit.sequence > ? ORDER BY audit.sequence LIMIT ?
        """

    private func record(_ row: Row) throws -> ExportLine.Record {
        ExportLine.Record(
            sequence: row["sequence"], at: row["at"], actor: row["actor"], action: row["action"],
            subject: row["subject"], run: row["run_id"], commit: try commit(row["commit_id"]),
            outcome: row["outcome"], detail: try BlobEncoding.text(row, "detail"), encoding: row["encoding"],
            hash: try Data32.digest(row["hash"]).description)
    }

    private func commit(_ number: Int64?) throws -> ExportLine.Commit? {
        guard let number else { return nil }
        return try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT "commit".hash, author.text AS author, "commit".authored_at, "commit".summary
                    FROM "commit" JOIN name author ON author.id = "commit".author WHERE "commit".id = ?
                    """), arguments: [number]
        ).map {
            ExportLine.Commit(
                hash: Hexadecimal.text($0["hash"] as Data), author: $0["author"], authoredAt: $0["authored_at"],
                summary: $0["summary"])
        }
    }

    private func run(_ number: Int64) throws -> ExportLine.Run? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT run.started_at, actor.text AS actor, command.text AS command, run.commit_id,
                        plan.digest AS plan_digest, plan.observed_at, plan.commit_id AS plan_commit,
                        blob.size AS body_size, blob.encoding AS body_encoding, blob.content AS body_content
                    FROM run
                    JOIN name actor ON actor.id = run.actor
                    JOIN name command ON command.id = run.command
                    JOIN plan ON plan.id = run.plan_id
                    JOIN blob ON blob.id = plan.body
                    WHERE run.id = ?
                    """), arguments: [number]
        ).map { row in
            ExportLine.Run(
                run: number, startedAt: row["started_at"], actor: row["actor"], command: row["command"],
                commit: try commit(row["commit_id"]),
                plan: ExportLine.Plan(
                    digest: try Data32.digest(row["plan_digest"]).description, observedAt: row["observed_at"],
                    commit: try commit(row["plan_commit"]), body: try BlobEncoding.text(row, "body") ?? ""))
        }
    }

    private func ended(_ number: Int64) throws -> ExportLine.Ended? {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT run.ended_at, outcome.text AS outcome FROM run JOIN name outcome ON outcome.id = run.outcome
                    WHERE run.id = ?
                    """), arguments: [number])
        guard let row else { return nil }
        let steps = try Row.fetchAll(
            database.cachedStatement(sql: StepRecord.query), arguments: [number]
        ).map { row in
            ExportLine.Step(
                step: row["step"], resource: row["resource"], action: row["action"], cause: row["cause"],
                intendedAt: row["intended_at"], changes: try BlobEncoding.text(row, "changes"),
                endedAt: row["ended_at"], outcome: row["outcome"], code: row["code"],
                detail: try BlobEncoding.text(row, "detail"), reduces: row["reduces"], away: row["away_us"])
        }
        return ExportLine.Ended(
            run: number, endedAt: row["ended_at"], outcome: row["outcome"], steps: steps, applied: try applied(by: number),
            replaced: try replaced(by: number))
    }

    private func applied(by run: Int64) throws -> [ExportLine.Applied] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT name.text AS resource, applied.digest FROM applied JOIN name ON name.id = applied.resource
                    WHERE applied.run_id = ? ORDER BY applied.id
                    """), arguments: [run]
        ).map { ExportLine.Applied(resource: $0["resource"], digest: try Data32.digest($0["digest"]).description) }
    }

    private func replaced(by run: Int64) throws -> [String] {
        try String.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT name.text FROM applied JOIN name ON name.id = applied.resource
                    WHERE applied.ended_by = ? ORDER BY applied.id
                    """), arguments: [run])
    }
}
