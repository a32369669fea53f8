/// Reads the data types of RFC 4251, 5 from a buffer; `nil` where it ends early.
struct SSHWireReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// `uint32`, most significant byte first.
    mutating func integer() -> UInt32? {
        bytes(4)?.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// `string`: a length and that many bytes.
    mutating func string() -> ArraySlice<UInt8>? {
        guard let count = integer() else { return nil }
        return bytes(Int(count))
    }
}
