import Foundation

/// The identifiers that start with some hexadecimal digits, as a range of
/// bytes.
struct CommitPrefix {
    let first: Data

    /// The first identifier after them.
    let end: Data

    /// Nil unless `digits` are hexadecimal, 1 to 64.
    init?(_ digits: String) {
        let nibbles = digits.lowercased().utf8.compactMap { Self.value($0) }
        guard nibbles.count == digits.utf8.count, (1...64).contains(nibbles.count) else { return nil }
        first = Self.bytes(nibbles)
        var next = nibbles
        while let last = next.last, last == 15 { next.removeLast() }
        if let last = next.popLast() {
            end = Self.bytes(next + [last + 1])
        } else {
            // All digits are f: nothing comes after, longer than any identifier.
            end = Data(repeating: 0xFF, count: 65)
        }
    }

    private static func bytes(_ nibbles: [UInt8]) -> Data {
        let even = nibbles.count % 2 == 0 ? nibbles : nibbles + [0]
        return Data(stride(from: 0, to: even.count, by: 2).map { even[$0] << 4 | even[$0 + 1] })
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
