import BrokerModel
import Foundation
import GRDB

extension LedgerStore {
    /// Closes the runs that a killed program left open, as abandoned, and their
    /// open steps as unknown. The caller holds the run lock, so that no open run
    /// is another's.
    public func closeAbandonedRuns() async throws -> [AbandonedRun] {
        try await write("close abandoned runs") { try $0.closeAbandonedRuns() }
    }
}

extension LedgerTransaction {
    @discardableResult
    mutating func closeAbandonedRuns() throws -> [AbandonedRun] {
        let runs = try Row.fetchAll(
            database,
            sql: """
                SELECT run.id, run.started_at, actor.text AS actor FROM run
                JOIN name actor ON actor.id = run.actor WHERE run.ended_at IS NULL ORDER BY run.id
                """
        ).map { row in
            AbandonedRun(
                id: RunID(row["id"]), actor: row["actor"], startedAt: Timestamp(microseconds: row["started_at"]),
                inFlight: try openSteps(of: row["id"]))
        }
        for run in runs { try close(run) }
        return runs
    }

    private func openSteps(of run: Int64) throws -> [AbandonedRun.InFlight] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT action.text AS action, resource.text AS resource FROM step
                JOIN name action ON action.id = step.action
                JOIN name resource ON resource.id = step.resource
                WHERE step.run_id = ? AND step.ended_at IS NULL ORDER BY step.id
                """, arguments: [run]
        ).map { AbandonedRun.InFlight(action: $0["action"], resource: $0["resource"]) }
    }

    private mutating func close(_ run: AbandonedRun) throws {
        let number = run.id.number
        try execute(
            "UPDATE step SET ended_at = ?, outcome = ? WHERE run_id = ? AND ended_at IS NULL",
            [now.microseconds, try name("unknown"), number])
        try execute(
            "UPDATE run SET ended_at = ?, outcome = ? WHERE id = ?",
            [now.microseconds, try name(RunOutcome.abandoned.rawValue), number])
        let steps = run.inFlight.map { "\($0.action) \($0.resource)" }.joined(separator: ", ")
        try audit(
            actor: "isobar", action: "close", subject: "run/\(run.id)", run: number,
            outcome: RunOutcome.abandoned.rawValue,
            detail: seal(
                ofRun: number,
                after: "the program ended without closing this run; "
                    + (steps.isEmpty ? "no step was at hand" : "at hand, and may or may not have taken effect: \(steps)")))
    }
}
