/// A directory on a host.
public struct DirectorySpecification: Specification {
    public static let kind = ResourceKind("directory")

    public var path: AbsolutePath
    public var ownership: FileOwnership

    public init(path: AbsolutePath, ownership: FileOwnership) {
        self.path = path
        self.ownership = ownership
    }

    public func add(to fingerprint: inout Fingerprint) {
        fingerprint.field("path", path.text)
        ownership.add(to: &fingerprint)
    }
}
