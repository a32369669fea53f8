public import BrokerModel

/// The result of walking an intact audit chain.
public struct AuditVerification: Sendable, Equatable {
    public var records: Int64

    /// The last link's hash; publishing it makes a rewritten chain show.
    public var head: Digest
}
