/// The whole content of a file, hashed once for all hosts it goes to.
///
/// The digest of a text with secrets could be tested against guesses, so it
/// is printed as little as they are.
public struct FileText: Sendable, Hashable {
    public let contents: ConfidentialText

    /// SHA-256 of the content, secrets included.
    public let digest: Digest

    public init(_ contents: ConfidentialText) {
        self.contents = contents
        digest = contents.withRevealed { Digest(of: $0) }
    }
}

extension FileText: CustomStringConvertible, CustomReflectable {
    public var description: String { contents.redacted }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
