/// What an import brought.
public struct ImportResult: Sendable, Equatable {
    public var records: Int64 = 0
    public var runs: Int64 = 0
    public var steps: Int64 = 0

    /// Looks at hosts, and what was seen.
    public var looks: Int64 = 0
    public var observations: Int64 = 0

    /// The last record that came back.
    public var last: AuditPlace?
}
