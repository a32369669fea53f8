import BrokerModel
import Foundation
import GRDB

/// Reads the looks and observations that a record of the chain covers.
struct ObservationExport {
    let database: Database

    func looks(_ seal: LookSeal) throws -> ExportLine.Looks {
        ExportLine.Looks(
            looks: try looks(seal.looks), opened: try opened(seal.opened), closed: try closed(seal.closed))
    }

    private func looks(_ range: LookSeal.Range) throws -> [ExportLine.Look] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT coverage.id, host.text AS host, coverage.looked_at, failure.text AS failure,
                        detail.size AS detail_size, detail.encoding AS detail_encoding, detail.content AS detail_content
                    FROM coverage
                    JOIN name host ON host.id = coverage.host
                    LEFT JOIN name failure ON failure.id = coverage.failure
                    LEFT JOIN blob detail ON detail.id = coverage.detail
                    WHERE coverage.id BETWEEN ? + 1 AND ? ORDER BY coverage.id
                    """), arguments: [range.after, range.last]
        ).map { row in
            ExportLine.Look(
                number: row["id"], host: row["host"], at: row["looked_at"], failure: row["failure"],
                detail: try BlobEncoding.text(row, "detail"))
        }
    }

    private func opened(_ range: LookSeal.Range) throws -> [ExportLine.Observation] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT o.id, resource.text AS resource, host.text AS host, o.valid_from, o.digest, o.owned,
                        record.size AS record_size, record.encoding AS record_encoding,
                        record.content AS record_content
                    FROM observation o
                    JOIN name resource ON resource.id = o.resource
                    JOIN name host ON host.id = o.host
                    JOIN blob record ON record.id = o.record
                    WHERE o.id BETWEEN ? + 1 AND ? ORDER BY o.id
                    """), arguments: [range.after, range.last]
        ).map { row in
            ExportLine.Observation(
                number: row["id"], resource: row["resource"], host: row["host"], from: row["valid_from"],
                digest: try Data32.digest(row["digest"]).description, owned: row["owned"],
                record: try BlobEncoding.text(row, "record") ?? "{}")
        }
    }

    private func closed(_ numbers: [Int64]) throws -> [ExportLine.Closing] {
        try numbers.compactMap { number in
            try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT valid_to FROM observation WHERE id = ?"), arguments: [number]
            ).map { ExportLine.Closing(number: number, until: $0) }
        }
    }
}
