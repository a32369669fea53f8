import Foundation
import GRDB

extension BlobEncoding {
    /// The text whose size, encoding and content stand in columns with this
    /// prefix; nil when they are null.
    static func text(_ row: Row, _ prefix: String) throws -> String? {
        guard let content = row[prefix + "_content"] as Data? else { return nil }
        guard let encoding = BlobEncoding(rawValue: row[prefix + "_encoding"]),
            let bytes = unpack(Array(content), encoding, size: row[prefix + "_size"])
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a stored text is damaged") }
        return String(decoding: bytes, as: UTF8.self)
    }
}
