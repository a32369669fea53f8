/// What a resource was found to be: the observed half of a slice.
public protocol ResourceObservation: Sendable, Equatable {
    static var kind: ResourceKind { get }

    /// Adds what a plan relies on to a fingerprint; nothing that changes by
    /// itself, so that the same world gives the same digest.
    func add(to fingerprint: inout Fingerprint)

    /// Every property in printable form, free of secrets, for history.
    var record: [String: String] { get }
}
