import Crypto

extension Digest {
    /// The digest of `bytes`.
    public init(of bytes: some Sequence<UInt8>) {
        self.init(of: Array(bytes))
    }

    /// The digest of `bytes`.
    public init(of bytes: [UInt8]) {
        self = unsafe bytes.withUnsafeBytes { unsafe Digest(of: $0) }
    }

    /// The digest of the UTF-8 form of `text`.
    public init(of text: String) {
        var text = text
        self = text.withUTF8 { unsafe Digest(of: UnsafeRawBufferPointer($0)) }
    }

    /// The digest of bytes where they lie.
    package init(of bytes: UnsafeRawBufferPointer) {
        var hash = SHA256()
        unsafe hash.update(bufferPointer: bytes)
        let code = hash.finalize()
        self = unsafe code.withUnsafeBytes { unsafe Digest(raw: $0) } ?? Digest(unchecked: Array(code))
    }
}
