/// One value of an answer, as SQLite types it.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    /// Bytes as hexadecimal digits.
    case blob(String)

    /// About so many bytes of memory.
    var size: Int {
        switch self {
        case .null, .integer, .real: 16
        case .text(let text), .blob(let text): 16 + text.utf8.count
        }
    }
}
