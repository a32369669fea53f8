/// What a resource shall be: the desired half of a slice.
public protocol Specification: Sendable, Equatable {
    /// The kind all specifications of this type belong to.
    static var kind: ResourceKind { get }

    /// Adds all that makes the resource what it is to a fingerprint: two
    /// specifications with equal fingerprints ask for the same thing.
    func add(to fingerprint: inout Fingerprint)

    /// The values it wants that an observation keeps closed
    /// (``ObservationSeal``): by them an observation that was kept is compared.
    var recognisable: [ConfidentialText] { get }

    /// The hosts of something of the whole broker; empty for what is on the one
    /// host its address names.
    var hosts: [HostName] { get }
}

extension Specification {
    public var recognisable: [ConfidentialText] { [] }
    public var hosts: [HostName] { [] }

    /// The fingerprint of this specification alone.
    ///
    /// - Parameter key: the installation's key; nil leaves secrets out.
    public func digest(key: [UInt8]?) -> Digest {
        var fingerprint = Fingerprint(key: key)
        fingerprint.field("kind", Self.kind.text)
        add(to: &fingerprint)
        return fingerprint.finish()
    }
}
