import BrokerModel
import Foundation
import GRDB

extension Digest {
    /// The 32 bytes as SQLite stores them.
    var data: Data { Data(bytes) }
}

/// Reads columns of 32 bytes.
enum Data32 {
    static func fetchAll(_ database: Database, sql: String) throws -> [Digest] {
        try Data.fetchAll(database, sql: sql).map(digest)
    }

    static func digest(_ data: Data) throws -> Digest {
        guard let digest = Digest(bytes: Array(data)) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a digest is not 32 bytes long")
        }
        return digest
    }
}
