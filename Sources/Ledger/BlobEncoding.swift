import CZlib

/// How the content of a blob is stored.
enum BlobEncoding: Int64 {
    case plain = 0
    /// RFC 1950.
    case zlib = 1

    /// Compresses where that saves space.
    static func pack(_ bytes: [UInt8]) -> (encoding: BlobEncoding, content: [UInt8]) {
        guard bytes.count > 64 else { return (.plain, bytes) }
        var size = compressBound(UInt(bytes.count))
        var packed = [UInt8](repeating: 0, count: Int(size))
        let status = compress2(&packed, &size, bytes, UInt(bytes.count), Z_DEFAULT_COMPRESSION)
        guard status == Z_OK, size < UInt(bytes.count) else { return (.plain, bytes) }
        return (.zlib, Array(packed.prefix(Int(size))))
    }

    /// The inverse of ``pack(_:)``; nil when the content is damaged.
    static func unpack(_ content: [UInt8], _ encoding: BlobEncoding, size: Int) -> [UInt8]? {
        guard isPossible(Int64(size), of: content.count) else { return nil }
        switch encoding {
        case .plain:
            return content.count == size ? content : nil
        case .zlib:
            var unpacked = [UInt8](repeating: 0, count: size)
            var count = UInt(size)
            let status = uncompress(&unpacked, &count, content, UInt(content.count))
            return status == Z_OK && Int(count) == size ? unpacked : nil
        }
    }

    /// Whether a text of that size can come of so many bytes: nobody else's file
    /// makes this program take memory without end.
    static func isPossible(_ size: Int64, of count: Int) -> Bool {
        // Deflate makes 1032 bytes of one at most (https://www.zlib.net/zlib_tech.html).
        0 <= size && size <= min(Int64(count) * 1032 + 64, Int64(Int32.max))
    }
}
