/// The content of `secrets/<name>.age`: ciphertext, and the identifier of the
/// git blob it came from, by which an unchanged secret is known without
/// decrypting it.
public struct EncryptedSecret: Sendable, Equatable {
    public var ciphertext: [UInt8]

    /// The blob's identifier; nil for a file read from a plain directory.
    public var blob: String?

    public init(ciphertext: [UInt8], blob: String?) {
        self.ciphertext = ciphertext
        self.blob = blob
    }
}
