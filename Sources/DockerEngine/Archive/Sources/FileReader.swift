internal import Dispatch
internal import Glibc

/// Reads a file from its beginning. Reads run on a queue of their own: a disk,
/// or a network share, may take its time.
final class FileReader: ArchiveReader {
    /// Bytes of one read.
    private static let portion = 128 << 10

    private let descriptor: Int32
    private let size: Int64
    private let queue = DispatchQueue(label: "io.isobar.archive")

    init(path: String) throws(ArchiveTrouble) {
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw ArchiveTrouble(String(cString: strerror(errno))) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            Glibc.close(descriptor)
            throw ArchiveTrouble("it is no file")
        }
        size = Int64(status.st_size)
    }

    deinit {
        Glibc.close(descriptor)
    }

    /// Whether the file begins with these bytes; nothing is read of it by that.
    func beginsWith(_ magic: [UInt8]) async throws -> Bool {
        try await onQueue { descriptor in
            var bytes = [UInt8](repeating: 0, count: magic.count)
            return pread(descriptor, &bytes, bytes.count, 0) == bytes.count && bytes == magic
        }
    }

    func read() async throws -> [UInt8] {
        try await onQueue { descriptor throws(ArchiveTrouble) in
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: Self.portion) { buffer, initialized in
                count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                initialized = max(0, count)
            }
            guard count >= 0 else { throw ArchiveTrouble(String(cString: strerror(errno))) }
            return bytes
        }
    }

    func skip(_ count: Int64) async throws -> Bool {
        try await onQueue { [size] descriptor throws(ArchiveTrouble) in
            let position = Int64(lseek(descriptor, 0, SEEK_CUR))
            guard position >= 0 else { return false }
            guard position + count <= size else { throw ArchiveTrouble("it is cut off") }
            return lseek(descriptor, off_t(position + count), SEEK_SET) >= 0
        }
    }

    func close() {}

    private func onQueue<Value: Sendable>(
        _ work: @escaping @Sendable (Int32) throws(ArchiveTrouble) -> Value
    ) async throws -> Value {
        let result: Result<Value, ArchiveTrouble> = await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(returning: Result { () throws(ArchiveTrouble) in try work(self.descriptor) })
            }
        }
        return try result.get()
    }
}
