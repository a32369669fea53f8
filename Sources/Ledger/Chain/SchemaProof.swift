import BrokerModel
import GRDB
import Migrations

/// Holds the triggers that refuse changes, and the views that questions are asked
/// of, against those this version makes: without the first anything can be changed
/// by hand, and another view answers whatever its maker likes.
///
/// Tables and indexes are not compared: SQLite itself words them, and other
/// versions of it may do so otherwise.
struct SchemaProof {
    let database: Database
    let path: String

    func verify() throws {
        let version = try SchemaUpgrade.applied(database).count
        let wanted = try Self.parts(ofVersion: version)
        let found = try Self.parts(in: database)
        for (name, text) in wanted.sorted(by: { $0.key < $1.key }) where found[name] != text {
            let word = found[name] == nil ? "is gone" : "is another one"
            throw Failure.tampered(path, "\(name), which protects or shows the records, \(word)")
        }
        let added = try String.fetchAll(
            database, sql: "SELECT type || ' ' || name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        if let added = added.first(where: { wanted[$0] == nil && !$0.contains(Self.litestream) }) {
            throw Failure.tampered(path, "\(added) is none of this program's, and may change the records")
        }
    }

    /// What Litestream calls its own.
    private static let litestream = "_litestream"

    /// The texts of triggers and views by `trigger NAME` or `view NAME`.
    private static func parts(in database: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT type || ' ' || name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")
        return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
    }

    private static func parts(ofVersion version: Int) throws -> [String: String] {
        try DatabaseQueue().write { database in
            for script in MigrationScript.all.prefix(version) { try database.execute(sql: script.sql) }
            return try parts(in: database)
        }
    }
}
