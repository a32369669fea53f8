import Crypto

extension Digest {
    /// The digest of `bytes`.
    public init(of bytes: some Sequence<UInt8>) {
        var bytes = Array(bytes)
        var hash = SHA256()
        unsafe bytes.withUnsafeMutableBytes { unsafe hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        self.init(unchecked: Array(hash.finalize()))
    }

    /// The digest of the UTF-8 form of `text`.
    public init(of text: String) {
        var text = text
        var hash = SHA256()
        text.withUTF8 { unsafe hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        self.init(unchecked: Array(hash.finalize()))
    }
}
