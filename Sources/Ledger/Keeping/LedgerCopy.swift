import BrokerModel

/// What a copy of a ledger holds.
public struct LedgerCopy: Sendable, Equatable {
    /// In bytes.
    public var size: Int
    public var head: AuditPlace
    public var runs: Int64
}
