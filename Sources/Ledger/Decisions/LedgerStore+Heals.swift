public import BrokerModel
import GRDB

extension LedgerStore {
    /// What was mended since a moment, and when: steps whose cause was drift
    /// and that succeeded.
    public func heals(since moment: Timestamp) async throws -> [(resource: ResourceAddress, at: Timestamp)] {
        try await read("read what was mended") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT resource.text AS resource, step.intended_at FROM step
                    JOIN run ON run.id = step.run_id
                    JOIN name resource ON resource.id = step.resource
                    WHERE run.started_at > ? AND step.intended_at > ?
                        AND step.cause = (SELECT id FROM name WHERE text = ?)
                        AND step.outcome = (SELECT id FROM name WHERE text = 'succeeded')
                    """, arguments: [moment.microseconds, moment.microseconds, StepCause.drift.rawValue]
            ).compactMap { row in
                ResourceAddress(row["resource"] as String).map { ($0, Timestamp(microseconds: row["intended_at"])) }
            }
        }
    }
}
