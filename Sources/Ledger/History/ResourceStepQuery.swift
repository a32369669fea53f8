import BrokerModel
import Foundation
import GRDB

/// Reads the newest steps of each kind on a resource: as many rows as the answer
/// has, however long the history is.
struct ResourceStepQuery {
    private let database: Database
    private let resource: Int64
    private let succeeded: Int64?

    /// Nil when the ledger has no such name.
    init?(_ database: Database, _ address: ResourceAddress) throws {
        guard let resource = try AuditLinks.number(of: address.description, in: database) else { return nil }
        self.database = database
        self.resource = resource
        succeeded = try AuditLinks.number(of: "succeeded", in: database)
    }

    /// - Parameter limit: how many steps of a kind are read.
    func steps(limit: Int) throws -> ResourceSteps {
        var found = ResourceSteps(succeeded: [], isTouched: try isTouched, readFrom: [:])
        guard let succeeded else { return found }
        for kind in try kinds() {
            let steps = try Row.fetchAll(
                database.cachedStatement(sql: Self.newest), arguments: [resource, kind, succeeded, limit]
            ).map(ResourceStep.init)
            found.succeeded += steps
            guard steps.count == limit, let oldest = steps.last else { continue }
            for change in oldest.step.changes {
                found.readFrom[change.field] = max(found.readFrom[change.field] ?? 0, oldest.number)
            }
        }
        found.succeeded += try Row.fetchAll(database, sql: Self.unsorted, arguments: [resource, succeeded])
            .map(ResourceStep.init)
        found.succeeded.sort { $0.number < $1.number }
        return found
    }

    private var isTouched: Bool {
        get throws {
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM step WHERE resource = ?)", arguments: [resource]) ?? false
        }
    }

    /// From one to the next in the index, not through all steps.
    private func kinds() throws -> [Int64] {
        var kinds: [Int64] = []
        let statement = try database.cachedStatement(
            sql: "SELECT min(kind) FROM step WHERE resource = ? AND kind > ?")
        while let next = try Int64.fetchOne(statement, arguments: [resource, kinds.last ?? 0]) { kinds.append(next) }
        return kinds
    }

    private static let select = """
        SELECT step.id, step.run_id, actor.text AS actor, command.text AS command, "commit".hash AS commit_hash,
            author.text AS author, "commit".summary AS commit_summary, plan.digest AS plan_digest,
            \(StepRecord.columns)
        FROM step INDEXED BY step_kind JOIN run ON run.id = step.run_id
        JOIN name actor ON actor.id = run.actor
        JOIN name command ON command.id = run.command
        JOIN plan ON plan.id = run.plan_id
        LEFT JOIN "commit" ON "commit".id = run.commit_id
        LEFT JOIN name author ON author.id = "commit".author
        \(StepRecord.joins)
        WHERE step.resource = ?
        """
    private static let newest = select + " AND step.kind = ? AND step.outcome = ? ORDER BY step.id DESC LIMIT ?"

    /// Those of earlier versions.
    private static let unsorted = select + " AND step.kind IS NULL AND step.outcome = ?"
}

extension ResourceStep {
    fileprivate init(_ row: Row) throws {
        self.init(
            number: row["id"], run: RunID(row["run_id"]), actor: row["actor"], command: row["command"],
            commit: (row["commit_hash"] as Data?).map { Hexadecimal.text($0) }, author: row["author"],
            commitSummary: row["commit_summary"], plan: try Data32.digest(row["plan_digest"]),
            step: try StepRecord(row))
    }
}
