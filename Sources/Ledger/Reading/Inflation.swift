import CZlib

/// Unpacks stored texts one after the other, in memory that is used again.
final class Inflation {
    /// At a place of its own: zlib keeps its address.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let isReady: Bool
    private(set) var text: [UInt8] = []

    init() {
        stream.initialize(to: z_stream())
        isReady = inflateInit_(stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Puts the text into ``text``.
    ///
    /// - Returns: whether the content is of that encoding and size.
    func unpack(_ content: UnsafeRawBufferPointer, _ encoding: BlobEncoding, size: Int64) -> Bool {
        guard BlobEncoding.isPossible(size, of: content.count) else { return false }
        switch encoding {
        case .plain:
            text.removeAll(keepingCapacity: true)
            text.append(contentsOf: content)
            return content.count == size
        case .zlib:
            return inflate(content, size: Int(size))
        }
    }

    private func inflate(_ content: UnsafeRawBufferPointer, size: Int) -> Bool {
        guard isReady, inflateReset(stream) == Z_OK else { return false }
        if text.count != size { text = [UInt8](repeating: 0, count: size) }
        return text.withUnsafeMutableBufferPointer { target in
            stream.pointee.next_in = UnsafeMutablePointer(mutating: content.bindMemory(to: UInt8.self).baseAddress)
            stream.pointee.avail_in = UInt32(content.count)
            stream.pointee.next_out = target.baseAddress
            stream.pointee.avail_out = UInt32(size)
            // At once: there is room for all of it.
            return CZlib.inflate(stream, Z_FINISH) == Z_STREAM_END && Int(stream.pointee.total_out) == size
                && stream.pointee.avail_in == 0
        }
    }
}
