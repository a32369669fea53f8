public import BrokerModel

/// What differs from the last applied commit, and which hosts nobody could
/// tell of.
public struct DriftResult: Sendable {
    public var document: DriftDocument
    public var unreachable: [HostName: Failure]

    public init(document: DriftDocument, unreachable: [HostName: Failure]) {
        self.document = document
        self.unreachable = unreachable
    }
}
