public import BrokerModel
import Foundation
import GRDB

extension LedgerStore {
    /// Records a plan.
    ///
    /// - Parameter body: the plan as JSON, in the format of the contract.
    /// - Returns: the number by which ``beginRun(plan:commit:actor:command:spending:)``
    ///   refers to it.
    public func record(plan: Plan, commit: CommitRecord, body: String) async throws -> Int64 {
        try await write("record a plan") { transaction in
            let arguments: StatementArguments = [
                plan.digest.data, try transaction.commit(commit), plan.observedAt.microseconds,
                try transaction.blob(body),
            ]
            try transaction.execute(
                "INSERT INTO plan (digest, commit_id, observed_at, body) VALUES (?, ?, ?, ?)", arguments)
            return transaction.database.lastInsertedRowID
        }
    }

    /// Opens a run and closes, as abandoned, those a killed program left open.
    ///
    /// - Parameter approval: of which plan an approval is made use of: it holds for one run,
    ///   also for one that is killed.
    public func beginRun(
        plan: Int64, commit: CommitRecord, actor: String, command: String, spending approval: Digest? = nil
    ) async throws -> RunID {
        try await write("begin a run") { transaction in
            try transaction.closeAbandonedRuns()
            let run = try transaction.number(after: "run", "last_run")
            let arguments: StatementArguments = [
                run, transaction.now.microseconds, try transaction.name(actor), try transaction.name(command),
                try transaction.commit(commit), plan,
            ]
            try transaction.execute(
                "INSERT INTO run (id, started_at, actor, command, commit_id, plan_id) VALUES (?, ?, ?, ?, ?, ?)", arguments)
            try transaction.audit(
                actor: actor, action: command, subject: "run/\(run)", run: run, commit: commit, outcome: "begun")
            if let approval { try transaction.spend(approvalOf: approval, by: run) }
            return RunID(run)
        }
    }

    /// Closes a run.
    public func endRun(_ run: RunID, actor: String, outcome: RunOutcome) async throws {
        try await write("end a run") { transaction in
            let arguments: StatementArguments = [
                transaction.now.microseconds, try transaction.name(outcome.rawValue), run.number,
            ]
            try transaction.execute("UPDATE run SET ended_at = ?, outcome = ? WHERE id = ?", arguments)
            try transaction.audit(
                actor: actor, action: "end", subject: "run/\(run)", run: run.number, outcome: outcome.rawValue,
                detail: transaction.seal(ofRun: run.number))
            try transaction.sealLooks(isDue: true)
        }
    }

    /// Remembers what was applied, so that a later difference can be told
    /// apart: git moved, or the host did.
    ///
    /// - Parameters:
    ///   - applied: keyed digests of specifications that now stand.
    ///   - removed: what no longer is wanted and is gone.
    public func recordApplied(
        _ applied: [ResourceAddress: Digest],
        removed: [ResourceAddress],
        by run: RunID
    ) async throws {
        try await write("record what was applied") { transaction in
            var standing = try transaction.standing()
            for (address, digest) in applied.sorted(by: { $0.key < $1.key }) {
                try transaction.applied(address, digest: digest, run: run.number, &standing)
            }
            for address in removed.sorted() {
                try transaction.applied(address, digest: nil, run: run.number, &standing)
            }
        }
    }
}

extension LedgerTransaction {
    /// What counts as applied now, by the name of the resource.
    fileprivate func standing() throws -> [Int64: (id: Int64, digest: Data)] {
        var standing: [Int64: (id: Int64, digest: Data)] = [:]
        let rows = try Row.fetchCursor(
            database.cachedStatement(sql: "SELECT resource, id, digest FROM applied WHERE ended_by IS NULL"))
        while let row = try rows.next() { standing[row[0]] = (row[1], row[2]) }
        return standing
    }

    fileprivate mutating func applied(
        _ address: ResourceAddress, digest: Digest?, run: Int64, _ standing: inout [Int64: (id: Int64, digest: Data)]
    ) throws {
        let resource = try name(address.description)
        if let current = standing[resource] {
            guard current.digest != digest?.data else { return }
            try execute("UPDATE applied SET ended_by = ? WHERE id = ?", [run, current.id])
            standing[resource] = nil
        }
        if let digest {
            try execute(
                "INSERT INTO applied (resource, digest, run_id) VALUES (?, ?, ?)", [resource, digest.data, run])
            standing[resource] = (database.lastInsertedRowID, digest.data)
        }
    }
}
