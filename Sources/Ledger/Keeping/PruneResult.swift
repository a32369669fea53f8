/// What was removed from a ledger.
public struct PruneResult: Sendable, Equatable {
    /// The last record that is in the export alone.
    public var last: AuditPlace
    public var records: Int64 = 0
    public var runs: Int64 = 0
    public var steps: Int64 = 0
    public var looks: Int64 = 0
    public var observations: Int64 = 0
    public var texts: Int64 = 0

    init(last: AuditPlace) { self.last = last }
}
