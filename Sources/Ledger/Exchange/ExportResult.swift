/// What an export wrote.
public struct ExportResult: Sendable, Equatable {
    public var records: Int64

    /// The last record that was looked at.
    public var last: Int64
}
