/// One value of an answer, as SQLite types it.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    /// Bytes as hexadecimal digits.
    case blob(String)
}
