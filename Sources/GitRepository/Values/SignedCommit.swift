/// A commit's signature, and what it was made of: the commit without it.
public struct SignedCommit: Sendable, Equatable {
    /// As it stands in the commit, armored.
    public var signature: [UInt8]
    public var content: [UInt8]

    public init(signature: [UInt8], content: [UInt8]) {
        self.signature = signature
        self.content = content
    }
}
