/// A file as found on a host. Its content is known by digest; the text is
/// read only where it is not confidential and small enough to show a
/// difference.
public struct FileObservation: ResourceObservation {
    public static let kind = FileSpecification.kind

    /// SHA-256 of the content. Nil when the path is not a regular file.
    public var digest: Digest?
    public var ownership: FileOwnership

    /// What stands at the path: `file`, `directory`, `symlink`, `other`.
    public var type: FileType

    /// Of content that was seen earlier and is not recognised: its digest under
    /// the installation's key. Then ``digest`` equals no content's.
    public internal(set) var closedDigest: String?

    /// Whether the file is exactly as its Debian package installed it.
    public var isPackageDefault: Bool

    /// Whether other users may not read it; its text is then never fetched or
    /// shown.
    public var isConfidential: Bool { ownership.mode & 0o004 == 0 }

    public enum FileType: String, Sendable, Hashable, Codable {
        case file, directory, symlink, other
    }

    public init(
        digest: Digest?,
        ownership: FileOwnership,
        type: FileType = .file,
        isPackageDefault: Bool = false
    ) {
        self.digest = digest
        self.ownership = ownership
        self.type = type
        self.isPackageDefault = isPackageDefault
    }

    public func add(to fingerprint: inout Fingerprint) {
        // A digest of confidential content could be tested against guesses.
        let text = digest?.hexadecimal ?? ""
        if let closedDigest {
            fingerprint.field("digest", closed: closedDigest)
        } else {
            fingerprint.field("digest", isConfidential ? ConfidentialText(Secret(text)) : ConfidentialText(text))
        }
        fingerprint.field("type", type.rawValue)
        ownership.add(to: &fingerprint)
    }

    public var record: [String: String] {
        var record = ownership.record
        record["type"] = type.rawValue
        record["contents"] = isConfidential ? Secret.placeholder : digest?.description
        return record
    }
}
