import BrokerModel
import GRDB

/// Up to where rows went when records were pruned last.
struct PrunedSegment: Equatable {
    var last: Int64
    var lastRun: Int64
    var lastLook: Int64
    var lastObservation: Int64

    /// Nil when nothing was ever pruned.
    static func last(in database: Database) throws -> PrunedSegment? {
        guard try database.tableExists("segment") else { return nil }
        return try Row.fetchOne(
            database,
            sql: "SELECT last, last_run, last_look, last_observation FROM segment ORDER BY last DESC LIMIT 1"
        ).map {
            PrunedSegment(last: $0[0], lastRun: $0[1], lastLook: $0[2], lastObservation: $0[3])
        }
    }

    /// What the last record of a removal says; nil when there is none.
    static func seal(in database: Database) throws -> PruneSeal? {
        let detail = try Int64.fetchOne(
            database,
            sql: """
                SELECT detail FROM audit WHERE subject = (SELECT id FROM name WHERE text = ?)
                    AND action = (SELECT id FROM name WHERE text = ?) ORDER BY sequence DESC LIMIT 1
                """, arguments: [PruneSeal.subject, PruneSeal.action])
        return try detail.flatMap { try StoredTexts(database)[$0] }.flatMap { PruneSeal($0) }
    }
}
