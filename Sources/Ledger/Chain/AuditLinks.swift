import BrokerModel
import GRDB

/// Proves the links of the audit chain, and the looks they cover.
struct AuditLinks {
    let database: Database
    let path: String
    let heads: NotedHeads

    /// In the order of their columns, which are read by place: there are many.
    private static let records = """
        SELECT audit.sequence, audit.at, audit.actor, audit.action, audit.subject, audit.run_id, audit.commit_id,
            audit.outcome, blob.digest, audit.encoding, audit.hash, audit.detail
        FROM audit LEFT JOIN blob ON blob.id = audit.detail ORDER BY audit.sequence
        """

    func verify() throws -> AuditVerification {
        let names = NameTable(database)
        try names.readAll()
        let commits = try commits()
        var proof = ChainProof(start: try AuditPlace.start(in: database), heads: heads, path: path)
        var looks = try LookProof(database, names, path: path)
        let looking = try Self.number(of: LookSeal.subject, in: database)
        let pruning = try Self.number(of: PruneSeal.action, in: database)
        let losing = try Self.number(of: LossNote.action, in: database)
        var pruned: Int64?
        var losses: [LossNote] = []
        try database.scan(Self.records) { row in
            let record = try Self.record(row, names, commits)
            try proof.add(record, encoding: row.integer(9), hash: try row.digest(10), or: { Self.text(row, names) })
            guard let detail = row.integer(optional: 11) else { return }
            if row.integer(4) == looking { try looks.add(detail) }
            if row.integer(3) == pruning { pruned = detail }
            if row.integer(3) == losing, let loss = try looks.text(detail).flatMap({ LossNote($0) }) {
                losses.append(loss)
            }
        }
        var verification = try proof.finish(losses: losses)
        try looks.finish(&verification)
        try looks.proveStart(verification.start, told: pruned)
        return verification
    }

    static func number(of name: String, in database: Database) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT id FROM name WHERE text = ?", arguments: [name])
    }

    /// Identifiers as hashes cover them.
    private func commits() throws -> [Int64: String] {
        var commits: [Int64: String] = [:]
        try database.scan("SELECT id, hash FROM \"commit\"") { row in
            commits[row.integer(0)] = row.withBytes(1) { AuditRecord.text(ofCommit: $0) }
        }
        return commits
    }

    /// Nil when something it refers to is not there.
    private static func record(
        _ row: Columns, _ names: NameTable, _ commits: [Int64: String]
    ) throws -> AuditRecord? {
        guard let actor = try names[row.integer(2)], let action = try names[row.integer(3)],
            let subject = try names[row.integer(4)], let outcome = try names[row.integer(7)]
        else { return nil }
        return AuditRecord(
            sequence: row.integer(0), at: Timestamp(microseconds: row.integer(1)), actor: actor, action: action,
            subject: subject, run: row.integer(optional: 5), commit: row.integer(optional: 6).flatMap { commits[$0] },
            outcome: outcome, detail: try row.digest(optional: 8))
    }

    private static func text(_ row: Columns, _ names: NameTable) -> String {
        let words = [2, 3, 4, 7].map { column in (try? names[row.integer(column)]) ?? "?" }
        return words.reduce("\(Timestamp(microseconds: row.integer(1)))") { "\($0) \($1)" }
    }
}
