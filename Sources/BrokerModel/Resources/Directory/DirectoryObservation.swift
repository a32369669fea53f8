/// A directory as found on a host.
public struct DirectoryObservation: ResourceObservation, Codable {
    public typealias Kept = Self

    public static let kind = DirectorySpecification.kind

    public var ownership: FileOwnership

    /// False when something else, such as a file, has the path.
    public var isDirectory: Bool

    public init(ownership: FileOwnership, isDirectory: Bool = true) {
        self.ownership = ownership
        self.isDirectory = isDirectory
    }

    public func add(to fingerprint: inout Fingerprint) {
        ownership.add(to: &fingerprint)
        fingerprint.field("isDirectory", isDirectory ? 1 : 0)
    }

    public var record: [String: String] {
        ownership.record.merging(["type": isDirectory ? "directory" : "other"]) { first, _ in first }
    }
}
