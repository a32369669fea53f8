public import BrokerModel
import Foundation
import GRDB

extension LedgerStore {
    /// What was last applied, by resource: keyed digests of specifications.
    public func lastApplied() async throws -> [ResourceAddress: Digest] {
        try await read("read what was applied") { database in
            var applied: [ResourceAddress: Digest] = [:]
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT name.text, applied.digest FROM applied
                    JOIN name ON name.id = applied.resource WHERE applied.ended_by IS NULL
                    """)
            while let row = try rows.next() {
                guard let address = ResourceAddress(row["text"] as String) else { continue }
                applied[address] = try Data32.digest(row["digest"])
            }
            return applied
        }
    }

    /// The command of a run that was not narrowed: after it, all hosts are as
    /// its commit wants them.
    public static let wholeApply = "apply"

    /// The commit of the last whole run that succeeded, as hexadecimal digits.
    public func lastAppliedCommit() async throws -> String? {
        try await read("read the last applied commit") { database in
            let hash = try Data.fetchOne(
                database,
                sql: """
                    SELECT "commit".hash FROM run
                    JOIN "commit" ON "commit".id = run.commit_id
                    JOIN name ON name.id = run.outcome
                    JOIN name command ON command.id = run.command
                    WHERE name.text = 'succeeded' AND command.text = ? ORDER BY run.id DESC LIMIT 1
                    """, arguments: [Self.wholeApply])
            return hash.map { Hexadecimal.text($0) }
        }
    }

    /// Where Isobar's containers ran on a host when it was last seen whole.
    public func lastKnownResources(on host: HostName) async throws -> [ResourceAddress] {
        try await read("read the last observation of \(host)") { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT name.text FROM observation
                    JOIN name ON name.id = observation.resource
                    WHERE observation.host = (SELECT id FROM name WHERE text = ?)
                        AND observation.valid_to IS NULL AND observation.owned = 1
                    """, arguments: [host.text]
            ).compactMap { ResourceAddress($0) }
        }
    }

    /// When a host was last seen whole; nil if never.
    public func lastSeen(_ host: HostName) async throws -> Timestamp? {
        try await read("read when \(host) was last seen") { database in
            guard let number = try Int64.fetchOne(
                database, sql: "SELECT id FROM name WHERE text = ?", arguments: [host.text])
            else { return nil }
            if let waiting = try WaitingLook.at(number, in: database) { return waiting }
            return try Int64.fetchOne(
                database,
                sql: "SELECT looked_at FROM coverage WHERE +host = ? AND failure IS NULL ORDER BY id DESC LIMIT 1",
                arguments: [number]
            ).map { Timestamp(microseconds: $0) }
        }
    }

    /// The newest runs, the newest first.
    public func runs(limit: Int) async throws -> [RunSummary] {
        try await read("read the runs") { database in
            try Row.fetchAll(database, sql: RunSummary.query + " ORDER BY run.id DESC LIMIT ?", arguments: [limit])
                .map(RunSummary.init)
        }
    }

    /// One run with its steps; nil if there is no such run.
    public func run(_ id: RunID) async throws -> RunDetail? {
        try await read("read run \(id)") { database in
            guard let row = try Row.fetchOne(
                database, sql: RunSummary.query + " WHERE run.id = ?", arguments: [id.number])
            else { return nil }
            let steps = try Row.fetchAll(database, sql: StepRecord.query, arguments: [id.number])
            let summary = RunSummary(row)
            return RunDetail(
                summary: summary, steps: try steps.map { try StepRecord($0) },
                signer: try summary.commit.flatMap { try Self.signer(of: $0, in: database) })
        }
    }
}
