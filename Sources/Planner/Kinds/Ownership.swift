/// How a kind treats what was found but not created by Isobar.
enum Ownership {
    /// It belongs to who made it, even if it is as wanted: that is worth a
    /// warning, since it will never be changed or removed.
    case exclusive

    /// It may be used by several as long as it is as wanted.
    case shared

    /// It is a running process, which is nobody's: what it loads is owned.
    case none
}
