/// A header block of a tar archive: 512 bytes (POSIX.1-2017, pax, "ustar
/// Interchange Format"; GNU's base-256 numbers).
struct TarHeader: Sendable {
    static let size = 512

    var name: String
    var link: String
    var type: UInt8

    /// Bytes of content that follow, before padding.
    var contentSize: Int64

    /// More is no image's: 1 TiB.
    static let largestContent: Int64 = 1 << 40

    /// - Parameter block: ``size`` bytes.
    /// - Throws: when it is no header.
    init(_ block: ArraySlice<UInt8>) throws(ArchiveTrouble) {
        let start = block.startIndex
        func field(_ offset: Int, _ width: Int) -> ArraySlice<UInt8> {
            block[(start + offset)..<(start + offset + width)]
        }
        // The field itself counts as blanks.
        let sum = block.reduce(0) { $0 + Int($1) } - field(148, 8).reduce(0) { $0 + Int($1) } + 8 * 0x20
        guard try Self.number(field(148, 8)) == Int64(sum) else { throw ArchiveTrouble("it is no tar archive") }
        contentSize = try Self.number(field(124, 12))
        guard (0...Self.largestContent).contains(contentSize) else {
            throw ArchiveTrouble("it holds something of an impossible size")
        }
        type = block[start + 156]
        link = Self.text(field(157, 100))
        let own = Self.text(field(0, 100))
        let prefix = field(257, 5).elementsEqual("ustar".utf8) ? Self.text(field(345, 155)) : ""
        // GNU's own format has times where the prefix is.
        name = prefix.isEmpty || block[start + 262] == 0x20 ? own : prefix + "/" + own
    }

    static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Octal digits, or binary when the first bit is set.
    private static func number(_ field: ArraySlice<UInt8>) throws(ArchiveTrouble) -> Int64 {
        guard let first = field.first else { return 0 }
        if first & 0x80 != 0 {
            var value = Int64(first & 0x3F)
            for byte in field.dropFirst() {
                guard value < 1 << 54, first & 0x40 == 0 else { throw ArchiveTrouble("a number in it is too large") }
                value = value << 8 | Int64(byte)
            }
            return value
        }
        let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0 && $0 != 0x20 }
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit), value < 1 << 54 else {
                throw ArchiveTrouble("it is no tar archive")
            }
            value = value << 3 | Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }
}

extension TarHeader {
    /// The header of a file, as `docker load` reads it.
    ///
    /// - Parameter name: at most 100 bytes.
    static func block(of name: String, size: Int64) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: Self.size)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte }
        }
        func octal(_ value: Int64, digits: Int) -> String {
            let text = String(value, radix: 8)
            return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
        }
        put(String(decoding: name.utf8.prefix(100), as: UTF8.self), at: 0)
        put("0000644\u{0}", at: 100)
        put("0000000\u{0}", at: 108)
        put("0000000\u{0}", at: 116)
        if size < 1 << 33 {
            put(octal(size, digits: 11), at: 124)
        } else {
            block[124] = 0x80
            for index in 0..<8 { block[135 - index] = UInt8(truncatingIfNeeded: size >> (8 * Int64(index))) }
        }
        put("00000000000\u{0}", at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar\u{0}00", at: 257)
        put(octal(block.reduce(0) { $0 + Int64($1) }, digits: 6) + "\u{0}", at: 148)
        return block
    }

    /// Zeros that follow content of this size.
    static func padding(after size: Int64) -> Int { Int((512 - size % 512) % 512) }
}
