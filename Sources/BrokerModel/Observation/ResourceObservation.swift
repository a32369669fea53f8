/// What a resource was found to be: the observed half of a slice.
public protocol ResourceObservation: Sendable, Equatable {
    static var kind: ResourceKind { get }

    /// Adds what a plan relies on to a fingerprint; nothing that changes by
    /// itself, so that the same world gives the same digest.
    func add(to fingerprint: inout Fingerprint)

    /// Every property in printable form, free of secrets, for history.
    var record: [String: String] { get }

    /// Whether each of several hosts tells a part of it, and it is there once in
    /// the broker.
    static var isShared: Bool { get }

    /// This together with what another host told of the same thing of the whole
    /// broker.
    func joined(with other: any ResourceObservation) -> any ResourceObservation

    /// In which scope it is there once; hosts tell their part under their own.
    static var sharedScope: String { get }

    /// Whether it is Isobar's only if all hosts that tell it say so; else one of
    /// them is enough.
    static var isOwnedTogether: Bool { get }

    /// The hosts that told something of the whole broker; empty for what is on one
    /// host.
    var hosts: [HostName] { get }

    /// All of it in a form that may be written down: nothing in it is secret.
    associatedtype Kept: Codable, Sendable

    /// The form to keep, so that a plan can be made from it without looking
    /// again.
    func kept(closing seal: ObservationSeal) -> Kept

    /// The inverse of ``kept(closing:)``, except for secrets that the seal does
    /// not recognise.
    init(_ kept: Kept, opening seal: ObservationSeal)
}

extension ResourceObservation {
    /// Whether the other is of the same type, and equal.
    func equals(_ other: any ResourceObservation) -> Bool { (other as? Self) == self }

    public static var isShared: Bool { false }
    public func joined(with other: any ResourceObservation) -> any ResourceObservation { self }
    public static var sharedScope: String { ResourceAddress.clusterScope }
    public static var isOwnedTogether: Bool { true }
    public var hosts: [HostName] { [] }
}

/// Observations that hold no secret are kept as they are.
extension ResourceObservation where Self: Codable, Kept == Self {
    public func kept(closing seal: ObservationSeal) -> Self { self }
    public init(_ kept: Self, opening seal: ObservationSeal) { self = kept }
}
