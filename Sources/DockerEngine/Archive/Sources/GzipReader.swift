internal import CZlib

/// Reads what is inside a file that gzip compressed (RFC 1952).
actor GzipReader: ArchiveReader {
    static let magic: [UInt8] = [0x1F, 0x8B]

    /// More is no archive's: what was compressed a thousand times over must not
    /// keep this process busy for ever.
    private static let limit: Int64 = 256 << 30

    private let file: FileReader
    private let inflater: Inflater
    private var produced: Int64 = 0

    init(_ file: FileReader) throws(ArchiveTrouble) {
        self.file = file
        inflater = try Inflater()
    }

    func read() async throws -> [UInt8] {
        while true {
            if inflater.needsInput {
                let bytes = try await file.read()
                if bytes.isEmpty {
                    guard inflater.isBetweenMembers else { throw ArchiveTrouble("it is cut off") }
                    return []
                }
                inflater.append(bytes)
            }
            let bytes = try inflater.next()
            produced += Int64(bytes.count)
            guard produced <= Self.limit else { throw ArchiveTrouble("it holds more than any image") }
            if !bytes.isEmpty { return bytes }
        }
    }

    func close() {}
}
