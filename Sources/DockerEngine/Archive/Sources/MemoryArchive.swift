/// An archive that is in memory; for small ones and for tests.
public struct MemoryArchive: ArchiveSource {
    private let bytes: [UInt8]
    private let portion: Int

    /// - Parameter portion: how many bytes a read gives at most.
    public init(_ bytes: [UInt8], portion: Int = 64 << 10) {
        self.bytes = bytes
        self.portion = max(1, portion)
    }

    public func open() -> any ArchiveReader { Reader(bytes, portion) }

    private actor Reader: ArchiveReader {
        private var rest: ArraySlice<UInt8>
        private let portion: Int

        init(_ bytes: [UInt8], _ portion: Int) {
            rest = bytes[...]
            self.portion = portion
        }

        func read() -> [UInt8] {
            defer { rest = rest.dropFirst(portion) }
            return Array(rest.prefix(portion))
        }

        func close() { rest = [] }
    }
}
