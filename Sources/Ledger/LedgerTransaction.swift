import BrokerModel
import Foundation
import GRDB

/// One transaction: the connection, the time it records, and the names it has
/// looked up.
struct LedgerTransaction {
    let database: Database
    let now: Timestamp
    private let known: LedgerNames

    /// Looked up or made by this transaction.
    private(set) var names: [String: Int64] = [:]

    /// The end of the audit chain, once it was read or added to.
    var chainHead: AuditPlace?

    /// Observations this transaction closed, until a record covers them.
    var closedObservations: [Int64] = []

    init(database: Database, now: Timestamp, known: LedgerNames) {
        self.database = database
        self.now = now
        self.known = known
    }

    /// The integer that stands for `text`, interned when it is new.
    mutating func name(_ text: String) throws -> Int64 {
        if let id = known.id(of: text) ?? names[text] { return id }
        let id: Int64
        if let stored = try row("SELECT id FROM name WHERE text = ?", [text]) {
            id = stored
        } else {
            try execute("INSERT INTO name (text) VALUES (?)", [text])
            id = database.lastInsertedRowID
        }
        names[text] = id
        return id
    }

    /// The text an integer stands for.
    func text(ofName id: Int64) throws -> String {
        try String.fetchOne(database.cachedStatement(sql: "SELECT text FROM name WHERE id = ?"), arguments: [id]) ?? ""
    }

    /// The integer that stands for a long text, stored once.
    func blob(_ text: String) throws -> Int64 {
        let digest = Digest(of: text)
        if let stored = try row("SELECT id FROM blob WHERE digest = ?", [digest.data]) { return stored }
        let packed = BlobEncoding.pack(Array(text.utf8))
        try execute(
            "INSERT INTO blob (digest, size, encoding, content) VALUES (?, ?, ?, ?)",
            [digest.data, text.utf8.count, packed.encoding.rawValue, Data(packed.content)])
        return database.lastInsertedRowID
    }

    /// The integer that stands for a commit.
    mutating func commit(_ commit: CommitRecord) throws -> Int64 {
        if let stored = try row("SELECT id FROM \"commit\" WHERE hash = ?", [Data(commit.hash)]) { return stored }
        let author = try name(commit.author)
        try execute(
            "INSERT INTO \"commit\" (hash, author, authored_at, summary) VALUES (?, ?, ?, ?)",
            [Data(commit.hash), author, commit.authoredAt.microseconds, commit.summary])
        return database.lastInsertedRowID
    }

    /// The next number of a table whose rows may have been pruned: none is given
    /// twice.
    ///
    /// - Parameter pruned: the column of `segment` that has the last one pruned.
    func number(after table: String, _ pruned: String) throws -> Int64 {
        let last = try row(
            """
            SELECT max(coalesce((SELECT max(id) FROM \(table)), 0), coalesce((SELECT max(\(pruned)) FROM segment), 0))
            """, [])
        return (last ?? 0) + 1
    }

    func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    private func row(_ sql: String, _ arguments: StatementArguments) throws -> Int64? {
        try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: arguments)
    }
}
