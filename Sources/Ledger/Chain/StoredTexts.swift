import BrokerModel
import GRDB

/// The long texts beside the chain.
struct StoredTexts {
    private let database: Database

    init(_ database: Database) {
        self.database = database
    }

    /// Nil where there is none.
    subscript(id: Int64) -> String? {
        get throws {
            try Row.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT size AS detail_size, encoding AS detail_encoding, content AS detail_content
                        FROM blob WHERE id = ?
                        """), arguments: [id]
            ).flatMap { try BlobEncoding.text($0, "detail") }
        }
    }

    /// Records hold the digests of texts; each text has to have its own.
    ///
    /// - Returns: how many there are.
    func verify(path: String) throws -> Int64 {
        var count: Int64 = 0
        let inflation = Inflation()
        try database.scan("SELECT digest, size, encoding, content FROM blob") { row in
            let digest = try row.digest(0)
            let isWhole = row.withBytes(3) { content in
                BlobEncoding(rawValue: row.integer(2)).map {
                    inflation.unpack(content, $0, size: row.integer(1)) && Digest(of: inflation.text) == digest
                }
            }
            guard isWhole == true else {
                throw Failure.tampered(path, "a stored text is not the one whose digest stands beside it")
            }
            count += 1
        }
        return count
    }
}
