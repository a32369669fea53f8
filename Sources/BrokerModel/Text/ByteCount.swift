/// A number of bytes as people read it, in decimal units: `52.4 MB`.
public struct ByteCount: Sendable, Hashable, CustomStringConvertible {
    public var bytes: Int64

    public init(_ bytes: Int64) {
        self.bytes = bytes
    }

    public var description: String {
        guard bytes >= 1000 else { return "\(max(0, bytes)) bytes" }
        var unit = 0
        var size: Int64 = 1000
        // From where it would be rounded to a thousand of them.
        while unit < Self.units.count - 1, bytes >= size * 999 + size / 2 {
            unit += 1
            size *= 1000
        }
        let tenths = rounded(size / 10)
        return tenths < 1000 ? "\(tenths / 10).\(tenths % 10) \(Self.units[unit])" : "\(rounded(size)) \(Self.units[unit])"
    }

    private func rounded(_ size: Int64) -> Int64 { bytes / size + (bytes % size * 2 >= size ? 1 : 0) }

    private static let units = ["kB", "MB", "GB", "TB"]
}
