import BrokerModel
import GRDB
import GRDBSQLite

/// The row a statement stands on, its columns read in place: for those who go
/// through millions. Valid until the statement steps on.
struct Columns {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) {
        self.statement = statement
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    /// Nil for null.
    func integer(optional column: Int32) -> Int64? {
        sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : integer(column)
    }

    func text(_ column: Int32) -> String {
        withBytes(column) { String(decoding: $0, as: UTF8.self) }
    }

    /// - Parameter body: gets the bytes of a blob or a text, none for null.
    func withBytes<Value>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
        let start = sqlite3_column_blob(statement, column)
        return try body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }

    /// - Throws: when the column is not 32 bytes.
    func digest(_ column: Int32) throws -> Digest {
        guard let digest = withBytes(column, { Digest(raw: $0) }) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a digest is not 32 bytes long")
        }
        return digest
    }

    /// Nil for null.
    func digest(optional column: Int32) throws -> Digest? {
        sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : try digest(column)
    }
}
