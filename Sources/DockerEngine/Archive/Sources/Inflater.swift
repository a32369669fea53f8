internal import CZlib

/// Decompresses a stream of gzip members (RFC 1952), a portion at a time.
///
/// Used by one reader alone.
final class Inflater {
    /// Bytes that come out at once at most.
    private static let portion = 128 << 10

    /// On the heap, because zlib keeps a pointer to it.
    private let stream: UnsafeMutablePointer<z_stream>
    private var input: [UInt8] = []
    private var used = 0
    private var mayHoldOutput = false

    /// Whether a member has ended and no other begun.
    private(set) var isBetweenMembers = true

    init() throws(ArchiveTrouble) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 16 more than the largest window: gzip, and nothing else.
        let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw ArchiveTrouble("it cannot be decompressed") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    var needsInput: Bool { used == input.count && !mayHoldOutput }

    func append(_ bytes: [UInt8]) {
        input = bytes
        used = 0
    }

    /// Some of what comes out; empty when more input is needed.
    func next() throws(ArchiveTrouble) -> [UInt8] {
        var status = Z_OK
        let output = [UInt8](unsafeUninitializedCapacity: Self.portion) { buffer, count in
            input.withUnsafeMutableBufferPointer { bytes in
                stream.pointee.next_in = bytes.baseAddress.map { $0 + used }
                stream.pointee.avail_in = UInt32(bytes.count - used)
                stream.pointee.next_out = buffer.baseAddress
                stream.pointee.avail_out = UInt32(buffer.count)
                status = inflate(stream, Z_NO_FLUSH)
                used = bytes.count - Int(stream.pointee.avail_in)
                count = buffer.count - Int(stream.pointee.avail_out)
            }
        }
        mayHoldOutput = output.count == Self.portion
        switch status {
        case Z_OK: isBetweenMembers = false
        // No progress was possible: more input is needed.
        case Z_BUF_ERROR: break
        case Z_STREAM_END:
            isBetweenMembers = true
            mayHoldOutput = false
            guard inflateReset(stream) == Z_OK else { throw ArchiveTrouble("it cannot be decompressed") }
        default: throw ArchiveTrouble("it is damaged: gzip cannot decompress it")
        }
        return output
    }
}
