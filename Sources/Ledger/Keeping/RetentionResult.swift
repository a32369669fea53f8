/// What was done to keep the ledger from growing without end.
public struct RetentionResult: Sendable, Equatable {
    public var exported: ExportResult

    /// Nil where nothing is old enough yet.
    public var pruned: PruneResult?
}
