/// A SHA-256 digest.
///
/// There are many of them, so the 32 bytes are kept in place: comparing and
/// copying one follows no pointer.
public struct Digest: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Eight bytes each, the first of them the most significant.
    private let first, second, third, fourth: UInt64

    private init(_ words: [UInt64]) {
        (first, second, third, fourth) = (words[0], words[1], words[2], words[3])
    }

    /// Nil unless `bytes` are 32.
    package init?(raw bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 32 else { return nil }
        func word(_ offset: Int) -> UInt64 {
            UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        (first, second, third, fourth) = (word(0), word(8), word(16), word(24))
    }

    /// - Parameter bytes: 32 of them.
    package init(unchecked bytes: [UInt8]) {
        var words: [UInt64] = [0, 0, 0, 0]
        for index in 0..<32 { words[index / 8] = words[index / 8] << 8 | UInt64(bytes[index]) }
        self.init(words)
    }

    /// Nil unless `bytes` are 32.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.init(unchecked: bytes)
    }

    /// Parses 64 hexadecimal digits, with or without the prefix `sha256:`.
    public init?(_ text: String) {
        let digits = text.hasPrefix("sha256:") ? text.dropFirst(7) : Substring(text)
        guard digits.utf8.count == 64 else { return nil }
        var words: [UInt64] = [0, 0, 0, 0]
        var index = 0
        for digit in digits.utf8 {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            default: return nil
            }
            words[index / 16] = words[index / 16] << 4 | UInt64(value)
            index += 1
        }
        self.init(words)
    }

    private var words: [UInt64] { [first, second, third, fourth] }

    /// 32 bytes.
    public var bytes: [UInt8] {
        words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) } }
    }

    /// 64 hexadecimal digits.
    public var hexadecimal: String {
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        appendHexadecimal(to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }

    /// Appends the 64 hexadecimal digits, as ASCII.
    package func appendHexadecimal(to text: inout [UInt8]) {
        func append(_ word: UInt64) {
            var shift: UInt64 = 64
            while shift > 0 {
                shift -= 4
                let value = UInt8(truncatingIfNeeded: word >> shift) & 15
                text.append(value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10)
            }
        }
        append(first)
        append(second)
        append(third)
        append(fourth)
    }

    /// `sha256:` and 64 hexadecimal digits.
    public var description: String { "sha256:" + hexadecimal }

    public static func < (left: Self, right: Self) -> Bool {
        (left.first, left.second, left.third, left.fourth) < (right.first, right.second, right.third, right.fourth)
    }
}
