/// Where the ledger's transactions run.
public enum LedgerAccess: Sendable {
    /// On threads of SQLite's own; the caller is suspended meanwhile.
    case concurrent

    /// On the caller's thread, so that nothing but the order of calls decides
    /// what happens: a simulation can be repeated.
    ///
    /// The closure is called before every transaction; what it throws is thrown
    /// in its place. So ends a process that was killed: it records no more.
    case inPlace(@Sendable () throws -> Void)
}
