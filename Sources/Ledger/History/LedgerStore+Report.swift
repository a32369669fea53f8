import BrokerModel
import Foundation
import GRDB
public import History

extension LedgerStore {
    /// A period of operation: runs, steps, drift, decisions, availability.
    public func report(over period: TimeSpan, trust: Duration = HostLook.trust) async throws -> OperationsReport {
        let facts = try await read("read what happened") { database in
            try ReportQuery(database: database, period: period).facts()
        }
        return OperationsReport(facts, availability: try await availability(over: period, trust: trust))
    }
}

/// Reads what happened in a period.
private struct ReportQuery {
    let database: Database
    let period: TimeSpan

    private var bounds: StatementArguments { [period.from.microseconds, period.to.microseconds] }

    func facts() throws -> ReportFacts {
        ReportFacts(
            runs: try runs(), steps: try steps(),
            failures: try counts(
                """
                SELECT code.text AS name, count(*) AS count FROM step JOIN run ON run.id = step.run_id
                JOIN name code ON code.id = step.code
                WHERE run.started_at >= ? AND run.started_at < ? GROUP BY code.id ORDER BY count(*) DESC, name
                """),
            drifted: try counts(
                """
                SELECT resource.text AS name, count(*) AS count FROM step JOIN run ON run.id = step.run_id
                JOIN name resource ON resource.id = step.resource
                WHERE run.started_at >= ? AND run.started_at < ?
                    AND step.cause = (SELECT id FROM name WHERE text = 'drift')
                    AND step.outcome = (SELECT id FROM name WHERE text = 'succeeded')
                GROUP BY resource.id ORDER BY count(*) DESC, name
                """),
            decisions: try decisions())
    }

    private func runs() throws -> [ReportFacts.Run] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT run.id, run.started_at, run.ended_at, outcome.text AS outcome, actor.text AS actor,
                    "commit".hash AS commit_hash, "commit".authored_at, "commit".summary
                FROM run JOIN name actor ON actor.id = run.actor
                LEFT JOIN name outcome ON outcome.id = run.outcome
                LEFT JOIN "commit" ON "commit".id = run.commit_id
                WHERE run.started_at >= ? AND run.started_at < ? ORDER BY run.id
                """, arguments: bounds
        ).map { row in
            ReportFacts.Run(
                number: row["id"], startedAt: Timestamp(microseconds: row["started_at"]),
                endedAt: (row["ended_at"] as Int64?).map { Timestamp(microseconds: $0) }, outcome: row["outcome"],
                actor: row["actor"], commit: (row["commit_hash"] as Data?).map { Hexadecimal.text($0) },
                authoredAt: (row["authored_at"] as Int64?).map { Timestamp(microseconds: $0) }, summary: row["summary"])
        }
    }

    private func steps() throws -> [ReportFacts.Steps] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT step.ended_at / 86400000000 AS day, action.text AS action, cause.text AS cause,
                    outcome.text AS outcome, count(*) AS count
                FROM step JOIN run ON run.id = step.run_id
                JOIN name action ON action.id = step.action
                JOIN name cause ON cause.id = step.cause
                JOIN name outcome ON outcome.id = step.outcome
                WHERE run.started_at >= ? AND run.started_at < ? GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
                """, arguments: bounds
        ).map {
            ReportFacts.Steps(
                day: $0["day"], action: $0["action"], cause: $0["cause"], outcome: $0["outcome"], count: $0["count"])
        }
    }

    private func counts(_ sql: String) throws -> [ReportFacts.Count] {
        try Row.fetchAll(database, sql: sql, arguments: bounds)
            .map { ReportFacts.Count(name: $0["name"], count: $0["count"]) }
    }

    private func decisions() throws -> [ReportFacts.Decisions] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT actor.text AS actor, verdict.text AS verdict, count(*) AS count FROM decision
                JOIN name actor ON actor.id = decision.actor
                JOIN name verdict ON verdict.id = decision.verdict
                WHERE decision.decided_at >= ? AND decision.decided_at < ? GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
                """, arguments: bounds
        ).map { ReportFacts.Decisions(actor: $0["actor"], verdict: $0["verdict"], count: $0["count"]) }
    }
}
