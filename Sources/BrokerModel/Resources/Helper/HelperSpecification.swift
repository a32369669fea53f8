/// The helper on a host: the one program that may act there with privilege.
public struct HelperSpecification: Specification {
    public static let kind = ResourceKind("helper")

    /// The digest of the script.
    public var digest: Digest

    public init(digest: Digest) {
        self.digest = digest
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("digest", digest)
    }
}
