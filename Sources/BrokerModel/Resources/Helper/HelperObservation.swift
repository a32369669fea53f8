/// The helper as installed on a host.
public struct HelperObservation: ResourceObservation {
    public static let kind = HelperSpecification.kind

    /// The digest of the installed script.
    public var digest: Digest

    public init(digest: Digest) {
        self.digest = digest
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("digest", digest)
    }

    public var record: [String: String] {
        ["digest": digest.description]
    }
}
