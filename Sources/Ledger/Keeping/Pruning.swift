import BrokerModel
import Foundation
import GRDB

/// One removal of old records, in one transaction.
struct Pruning {
    private var transaction: LedgerTransaction
    private let exported: AuditPlace
    private var database: Database { transaction.database }

    init(_ transaction: LedgerTransaction, upTo exported: AuditPlace) {
        self.transaction = transaction
        self.exported = exported
    }

    mutating func run(before moment: Timestamp, actor: String) throws -> PruneResult {
        if let run = try Int64.fetchOne(database, sql: "SELECT id FROM run WHERE ended_at IS NULL LIMIT 1") {
            throw Failure(
                .ledgerBusy, attempted: "prune the ledger", on: "run \(run)", response: "it is at hand",
                remedy: "prune when it has ended; the next apply closes a run whose program was killed")
        }
        let start = try AuditPlace.start(in: database)
        let last = try lastToGo(before: moment)
        guard last > start.sequence, let hash = try ExportReader.hash(of: last, in: database) else {
            return PruneResult(last: start)
        }
        var result = PruneResult(last: AuditPlace(sequence: last, hash: hash))
        let (run, looks, closed) = try scope(of: last)
        try transaction.execute(
            "INSERT INTO segment (last, hash, last_run, last_look, last_observation) VALUES (?, ?, ?, ?, ?)",
            [last, hash.data, run, looks.looks, looks.opened])
        let losses = try LossNote.all(in: database, upTo: last)
        result.records = try delete("audit WHERE sequence <= ?", [last])
        result.steps = try delete("step WHERE run_id <= ?", [run])
        result.observations = try delete("observation WHERE id IN (SELECT value FROM json_each(?))", [closed])
        result.looks = try delete(
            "coverage WHERE id <= ? AND id NOT IN (SELECT max(id) FROM coverage GROUP BY host)", [looks.looks])
        result.runs = try deleteRuns(upTo: run)
        result.texts = try deleteTexts()
        let segment = PrunedSegment(
            last: last, lastRun: run, lastLook: looks.looks, lastObservation: looks.opened)
        try transaction.audit(
            actor: actor, action: PruneSeal.action, subject: PruneSeal.subject, outcome: "pruned",
            detail: seal(segment, result.last).text)
        // Without them, the heads of an earlier ledger would be a riddle again.
        for loss in losses {
            try transaction.audit(
                actor: actor, action: LossNote.action, subject: LossNote.subject, outcome: "kept", detail: loss.text)
        }
        try transaction.execute(
            "UPDATE segment SET pruned_at = ? WHERE last = ?", [transaction.now.microseconds, last])
        guard try Row.fetchOne(database, sql: "PRAGMA foreign_key_check") == nil else {
            throw DatabaseError(resultCode: .SQLITE_CONSTRAINT, message: "a row that stays refers to one that goes")
        }
        return result
    }

    /// What the record of it says of what stays.
    private func seal(_ segment: PrunedSegment, _ last: AuditPlace) throws -> PruneSeal {
        var stayed = PruneSeal.Stayed()
        for table in KeptTable.told {
            stayed.newest[table.name] = try table.newest(in: database)
            stayed.open[table.name] = try table.open(in: database)
        }
        let kept = try SealedRows(database, NameTable(database)).digest(ofKept: segment, stayed)
        return PruneSeal(last: last, kept: kept, stayed: stayed)
    }

    /// The last record before the moment that is exported, such that no run is
    /// taken apart.
    private func lastToGo(before moment: Timestamp) throws -> Int64 {
        let younger = try Int64.fetchOne(
            database, sql: "SELECT min(sequence) FROM audit WHERE at >= ?", arguments: [moment.microseconds])
        var last = min(exported.sequence, younger.map { $0 - 1 } ?? .max)
        while let first = try Int64.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT min(begun) FROM (
                        SELECT min(sequence) AS begun, max(sequence) AS ended FROM audit
                        WHERE run_id IS NOT NULL GROUP BY run_id)
                    WHERE begun <= ? AND ended > ?
                    """), arguments: [last, last])
        { last = first - 1 }
        return last
    }

    /// What the records up to the last tell of: the last run, up to where looks
    /// and observations are covered, and which observations ended, as JSON.
    private func scope(of last: Int64) throws -> (run: Int64, looks: LookSeal.End, closed: String) {
        let run = try Int64.fetchOne(
            database,
            sql: """
                SELECT max(coalesce((SELECT max(run_id) FROM audit WHERE sequence <= ?), 0),
                    coalesce((SELECT max(last_run) FROM segment), 0))
                """, arguments: [last]) ?? 0
        var end = try LookSeal.start(in: database)
        var closed: [Int64] = []
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT blob.size AS detail_size, blob.encoding AS detail_encoding, blob.content AS detail_content
                FROM audit JOIN blob ON blob.id = audit.detail
                WHERE audit.subject = (SELECT id FROM name WHERE text = ?) AND audit.sequence <= ?
                ORDER BY audit.sequence
                """, arguments: [LookSeal.subject, last])
        while let row = try rows.next() {
            guard let seal = try BlobEncoding.text(row, "detail").flatMap({ LookSeal($0) }) else { continue }
            end = LookSeal.End(looks: seal.looks.last, opened: seal.opened.last, isSeal: true)
            closed += seal.closed
        }
        return (run, end, "[" + closed.map { String($0) }.joined(separator: ",") + "]")
    }

    /// Runs nothing that stays refers to, with their plans. The last whole one
    /// that succeeded tells what the hosts are held against.
    private func deleteRuns(upTo last: Int64) throws -> Int64 {
        let plan = try Int64.fetchOne(
            database, sql: "SELECT max(plan_id) FROM run WHERE id <= ?", arguments: [last]) ?? 0
        _ = try delete("applied WHERE ended_by <= ?", [last])
        let runs = try delete(
            """
            run WHERE id <= ?
                AND id NOT IN (SELECT run_id FROM applied)
                AND id NOT IN (SELECT ended_by FROM applied WHERE ended_by IS NOT NULL)
                AND id NOT IN (SELECT run_id FROM decision WHERE run_id IS NOT NULL)
                AND id IS NOT (
                    SELECT max(run.id) FROM run JOIN name outcome ON outcome.id = run.outcome
                    JOIN name command ON command.id = run.command
                    WHERE outcome.text = 'succeeded' AND command.text = ?)
            """, [last, LedgerStore.wholeApply])
        _ = try delete("plan WHERE id <= ? AND id NOT IN (SELECT plan_id FROM run)", [plan])
        return runs
    }

    /// Texts nothing refers to any more, whichever tables there are.
    private func deleteTexts() throws -> Int64 {
        let references = try Row.fetchAll(
            database,
            sql: """
                SELECT m.name AS "table", f."from" AS "column" FROM sqlite_master m
                JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f."table" = 'blob'
                """
        ).map { row in
            let (table, column) = (row["table"] as String, row["column"] as String)
            return "SELECT \(column.quotedDatabaseIdentifier) FROM \(table.quotedDatabaseIdentifier) "
                + "WHERE \(column.quotedDatabaseIdentifier) IS NOT NULL"
        }
        return try delete("blob WHERE id NOT IN (\(references.joined(separator: " UNION ")))", [])
    }

    private func delete(_ what: String, _ arguments: StatementArguments) throws -> Int64 {
        try database.execute(sql: "DELETE FROM " + what, arguments: arguments)
        return Int64(database.changesCount)
    }
}
