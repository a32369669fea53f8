import GRDB

/// A table of which rows stay when the records that told of them are pruned.
struct KeptTable {
    let name: String

    /// What a row holds for good, as values of SQL; names and texts by what they are.
    private let values: [String]

    /// What is written when it ends; empty where nothing does.
    private let ends: [String]

    private static func name(_ column: String) -> String { "(SELECT text FROM name WHERE id = \(column))" }
    private static func text(_ column: String) -> String { "(SELECT lower(hex(digest)) FROM blob WHERE id = \(column))" }
    private static func commit(_ column: String) -> String {
        "(SELECT lower(hex(hash)) FROM \"commit\" WHERE id = \(column))"
    }

    /// Those of which each row has a number that never comes again, and a record.
    static let told = [
        KeptTable(name: "sighting", values: [commit("commit_id"), "seen_at"], ends: []),
        KeptTable(
            name: "decision",
            values: [
                "lower(hex(plan_digest))", commit("commit_id"), name("verdict"), name("actor"), text("reason"),
                "allowed_deletes", "decided_at",
            ], ends: ["run_id", "voided_at"]),
        KeptTable(
            name: "pause", values: [name("scope"), name("actor"), text("reason"), "begun_at", "until"],
            ends: [name("ended_by"), "ended_at"]),
        KeptTable(
            name: "pin",
            values: [
                "run_id", commit("commit_id"), name("node"), commit("head_id"), name("actor"), text("reason"), "pinned_at",
            ], ends: [name("ended_by"), "ended_at"]),
        KeptTable(
            name: "token",
            values: [
                name("name"), name("role"), "lower(hex(hash))", name("created_by"), "created_at", "expires_at",
            ], ends: [name("revoked_by"), "revoked_at"]),
        KeptTable(
            name: "commit", values: ["lower(hex(hash))", name("author"), "authored_at", "summary"], ends: []),
    ]

    /// Runs to which something refers, with their plans.
    static let runs = """
        SELECT json_array(run.id, run.started_at, run.ended_at, \(name("run.actor")), \(name("run.command")),
            \(name("run.outcome")), \(commit("run.commit_id")), lower(hex(plan.digest)), plan.observed_at,
            \(text("plan.body")))
        FROM run JOIN plan ON plan.id = run.plan_id WHERE run.id <= ? ORDER BY run.id
        """

    /// What counts as applied since then. None of it was ended by a run that is pruned.
    static let applied = """
        SELECT json_array(id, \(name("resource")), run_id, lower(hex(digest)), coalesce(ended_by <= ?, 0))
        FROM applied WHERE run_id <= ? ORDER BY id
        """

    /// The last look at hosts nobody looked at since.
    static let looks = """
        SELECT json_array(id, \(name("host")), looked_at, \(name("failure")), \(text("detail")))
        FROM coverage WHERE id <= ? ORDER BY id
        """

    /// The numbers of rows that may end yet.
    func open(in database: Database) throws -> [Int64] {
        guard !ends.isEmpty else { return [] }
        let isOpen = ends.map { "\($0) IS NULL" }.joined(separator: " AND ")
        return try Int64.fetchAll(
            database, sql: "SELECT id FROM \(name.quotedDatabaseIdentifier) WHERE \(isOpen) ORDER BY id")
    }

    func newest(in database: Database) throws -> Int64 {
        try Int64.fetchOne(
            database, sql: "SELECT coalesce(max(id), 0) FROM \(name.quotedDatabaseIdentifier)") ?? 0
    }

    /// The rows up to a number; of those that were open, without their ends.
    func add(upTo newest: Int64, open: [Int64], in database: Database, to bytes: inout CanonicalBytes) throws {
        let still = Set(open)
        let ending = ends.isEmpty ? "NULL" : "json_array(\(ends.joined(separator: ", ")))"
        let sql = """
            SELECT id, json_array(\(values.joined(separator: ", "))), \(ending)
            FROM \(name.quotedDatabaseIdentifier) WHERE id <= ? ORDER BY id
            """
        bytes.field("table", name)
        try database.scan(sql, [newest]) { row in
            bytes.field("row", row.integer(0))
            bytes.field("values", row.text(1))
            if !still.contains(row.integer(0)) { bytes.field("ended", row.text(2)) }
            bytes.fold()
        }
    }
}
