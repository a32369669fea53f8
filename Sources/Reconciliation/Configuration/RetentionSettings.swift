/// What becomes of old records.
public struct RetentionSettings: Sendable, Equatable {
    /// For how long they stay in the ledger.
    public var keepDays: Int

    /// The file that holds them all, and that the service continues.
    public var export: String

    public init(keepDays: Int, export: String) {
        self.keepDays = keepDays
        self.export = export
    }
}
