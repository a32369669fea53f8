import BrokerModel
import Foundation
import GRDB

extension LedgerTransaction {
    /// Adds a record that covers the looks and observations since the last such
    /// record.
    ///
    /// - Parameter isDue: even where only looks wait that showed nothing new.
    mutating func sealLooks(isDue: Bool = false) throws {
        let last = try LookSeal.last(in: database)
        let looks = LookSeal.Range(after: last.looks, last: try newest("coverage", atLeast: last.looks))
        let opened = LookSeal.Range(after: last.opened, last: try newest("observation", atLeast: last.opened))
        var closed = closedObservations
        if !last.isSeal {
            // What an earlier version left without.
            closed = try Int64.fetchAll(
                database, sql: "SELECT id FROM observation WHERE valid_to IS NOT NULL ORDER BY id")
        }
        closed.sort()
        closedObservations = []
        guard !closed.isEmpty || opened.count > 0 || looks.count >= (isDue ? 1 : LookSeal.patience) else { return }
        let digest = try SealedRows(database, NameTable(database)).digest(looks: looks, opened: opened, closed: closed)
        try audit(
            actor: "isobar", action: LookSeal.action, subject: LookSeal.subject, outcome: "seen",
            detail: LookSeal(looks: looks, opened: opened, closed: closed, digest: digest).text)
    }

    /// The text of the record of a run's end. Its rows are as they stay.
    func seal(ofRun run: Int64, after text: String? = nil) throws -> String {
        let form = RunSeal.Form.rowsAndCommit
        let digest = try SealedRows(database, NameTable(database)).digest(ofRun: run, form)
        return RunSeal(form, digest).text(after: text)
    }

    private func newest(_ table: String, atLeast least: Int64) throws -> Int64 {
        max(least, try Int64.fetchOne(database.cachedStatement(sql: "SELECT max(id) FROM \(table)")) ?? 0)
    }
}

extension LookSeal {
    /// Up to where rows are covered.
    struct End: Equatable {
        var looks: Int64 = 0
        var opened: Int64 = 0

        /// Whether a record says so: without one, nothing is covered.
        var isSeal = false
    }

    static func last(in database: Database) throws -> End {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT blob.size AS detail_size, blob.encoding AS detail_encoding, blob.content AS detail_content
                    FROM audit JOIN blob ON blob.id = audit.detail
                    WHERE audit.subject = (SELECT id FROM name WHERE text = ?) ORDER BY audit.sequence DESC LIMIT 1
                    """), arguments: [subject])
        if let row, let seal = try BlobEncoding.text(row, "detail").flatMap({ LookSeal($0) }) {
            return End(looks: seal.looks.last, opened: seal.opened.last, isSeal: true)
        }
        return try start(in: database)
    }

    /// Up to where rows were covered by records that were pruned.
    static func start(in database: Database) throws -> End {
        guard try database.tableExists("segment"),
            let row = try Row.fetchOne(
                database, sql: "SELECT last_look, last_observation FROM segment ORDER BY last DESC LIMIT 1")
        else { return End() }
        return End(looks: row[0], opened: row[1], isSeal: true)
    }
}
